import { describe, expect, test } from 'vitest';
import { isKnownStatus, judgeStatus } from '#auth/metadata/judge-status.ts';
import { DEFAULT_METADATA_RULES } from '#auth/policy/metadata-rules.ts';
import type { MetadataRules } from '#auth/policy/metadata-rules.ts';
import type { Report } from '#test/support/metadata-blob.ts';

const NOON = new Date('2026-11-22T12:00:00Z');
const CERTIFIED = { status: 'FIDO_CERTIFIED_L1', effectiveDate: '2020-01-01' };

function judge(reports: readonly Report[], rules: Partial<MetadataRules> = {}): string {
  const standing = judgeStatus(reports, { ...DEFAULT_METADATA_RULES, ...rules }, NOON);
  return standing.isBad ? `${standing.status} since ${standing.since ?? 'always'}` : 'good';
}

describe('REG-10 the portal itself judges what the metadata reports of a model', () => {
  test.each([
    'REVOKED',
    'USER_VERIFICATION_BYPASS',
    'ATTESTATION_KEY_COMPROMISE',
    'USER_KEY_REMOTE_COMPROMISE',
    'USER_KEY_PHYSICAL_COMPROMISE',
  ])('REG-10 %s speaks against the model, wherever in the list it stands', (status) => {
    const report = { status, effectiveDate: '2025-05-01' };
    expect(judge([CERTIFIED, report])).toBe(`${status} since 2025-05-01`);
    expect(judge([report, CERTIFIED])).toBe(`${status} since 2025-05-01`);
  });

  test('REG-10 a model without reports, or with good ones, is good', () => {
    expect(judge([])).toBe('good');
    expect(judge([CERTIFIED])).toBe('good');
  });

  test.each([
    ['2026-11-23', 'good'],
    ['2026-11-22', 'REVOKED since 2026-11-22'],
  ])('REG-10 a report of %s, seen on 22 November: %s', (effectiveDate, expected) => {
    expect(judge([{ status: 'REVOKED', effectiveDate }])).toBe(expected);
  });

  test('REG-10 a report without a day counts while it is there', () => {
    expect(judge([{ status: 'REVOKED' }])).toBe('REVOKED since always');
  });

  test('REG-10 REVOKED is said before any other', () => {
    const reports = [
      { status: 'USER_KEY_PHYSICAL_COMPROMISE', effectiveDate: '2021-01-01' },
      { status: 'REVOKED', effectiveDate: '2022-01-01' },
    ];
    expect(judge(reports)).toBe('REVOKED since 2022-01-01');
  });

  test('REG-10 a status that nobody here knows counts neither way and breaks nothing', () => {
    expect(judge([{ status: 'GOLDEN_STAR' }, CERTIFIED])).toBe('good');
    expect(judge([{ status: 'GOLDEN_STAR' }, { status: 'REVOKED' }])).toBe('REVOKED since always');
    expect(['GOLDEN_STAR', 'REVOKED', 'RETIRED', 'FIDO_CERTIFIED_L3plus'].map(isKnownStatus)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });
});

describe('REG-10 an update after a compromise', () => {
  const broken = { status: 'USER_VERIFICATION_BYPASS', effectiveDate: '2025-05-01' };
  const update = (effectiveDate?: string): Report =>
    effectiveDate === undefined
      ? { status: 'UPDATE_AVAILABLE' }
      : { status: 'UPDATE_AVAILABLE', effectiveDate };
  const MENDED = { updateAfterCompromise: 'accepted' } as const;
  const STILL_BAD = 'USER_VERIFICATION_BYPASS since 2025-05-01';

  test.each<[string, readonly Report[], string]>([
    ['later', [broken, update('2025-06-01')], 'good'],
    ['later, listed before', [update('2025-06-01'), broken], 'good'],
    ['of the same day, listed after', [broken, update('2025-05-01')], 'good'],
    ['of the same day, listed before', [update('2025-05-01'), broken], STILL_BAD],
    ['earlier', [update('2025-04-01'), broken], STILL_BAD],
    ['to come', [broken, update('2027-01-01')], STILL_BAD],
    ['without a day', [broken, update()], STILL_BAD],
    [
      'between two compromises',
      [broken, update('2025-06-01'), { status: 'USER_KEY_REMOTE_COMPROMISE', effectiveDate: '2025-07-01' }],
      'USER_KEY_REMOTE_COMPROMISE since 2025-07-01',
    ],
  ])('REG-10 %s, where the rules take it for a mend', (_when, reports, expected) => {
    expect(judge(reports, MENDED)).toBe(expected);
  });

  test('REG-10 where the rules do not, and by default, nothing is mended', () => {
    expect(judge([broken, update('2025-06-01')])).toBe(STILL_BAD);
  });

  test('REG-10 no update mends a compromise without a day, nor a revocation', () => {
    expect(judge([{ status: 'USER_VERIFICATION_BYPASS' }, update('2025-06-01')], MENDED)).toBe(
      'USER_VERIFICATION_BYPASS since always',
    );
    const revoked = { status: 'REVOKED', effectiveDate: '2025-05-01' };
    expect(judge([revoked, update('2025-06-01')], MENDED)).toBe('REVOKED since 2025-05-01');
  });
});

describe('REG-10 a model that is not certified', () => {
  const uncertified = { status: 'NOT_FIDO_CERTIFIED', effectiveDate: '2021-01-01' };
  const later = { status: 'FIDO_CERTIFIED', effectiveDate: '2022-01-01' };
  const DEMANDED = { uncertified: 'refused' } as const;

  test('REG-10 is accepted or refused as the rules say', () => {
    expect(judge([uncertified])).toBe('good');
    expect(judge([uncertified], DEMANDED)).toBe('NOT_FIDO_CERTIFIED since 2021-01-01');
  });

  test('REG-10 the newest word on certification counts', () => {
    expect(judge([uncertified, later], DEMANDED)).toBe('good');
    expect(judge([later, uncertified], DEMANDED)).toBe('good');
    expect(judge([CERTIFIED, uncertified], DEMANDED)).toBe('NOT_FIDO_CERTIFIED since 2021-01-01');
    expect(judge([uncertified, { status: 'UPDATE_AVAILABLE', effectiveDate: '2025-01-01' }], DEMANDED)).toBe(
      'NOT_FIDO_CERTIFIED since 2021-01-01',
    );
    expect(judge([{ status: 'NOT_FIDO_CERTIFIED' }, later], DEMANDED)).toBe('good');
  });
});
