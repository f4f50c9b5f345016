/** Every letter in both languages, and that what people typed stays text. */
import { expect, test } from 'vitest';
import { ALARM_KINDS } from '#auth/alarms/raise-alarm.ts';
import { LATE_REASONS } from '#auth/letters/letter.ts';
import type { Letter } from '#auth/letters/letter.ts';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { composeLetter } from '#portal/letters/compose-letter.server.tsx';

const KEY = { keyLabel: 'Blue', holderName: 'Anna Demo', accountName: 'Works LLC' };
const SUBJECT = { subjectName: 'Anna Demo', keyLabel: 'Blue', accountName: 'Works LLC' };
const CHANGES = ['suspended', 'resumed', 'lost', 'revoked', 'destroyed'] as const;
const WHATS = [
  'key_issue',
  'membership_add',
  'role_change',
  'address_change',
  'pin_reset',
  'tie_move',
] as const;

const DEPUTY = {
  managerName: 'Max',
  deputyName: 'Nina',
  byName: 'Vera',
  fromOn: '2026-11-23',
  toOn: '2026-11-27',
};
const LATER = '2026-11-23T09:00:00.000Z';

const LETTERS: readonly Letter[] = [
  { kind: 'key_registered', ...KEY },
  ...CHANGES.map((change) => ({ kind: 'key_changed', ...KEY, change, cause: 'staff' }) as const),
  ...(['reset', 'unlocked', 'chosen'] as const).map(
    (change) => ({ kind: 'pin_changed', ...KEY, change }) as const,
  ),
  { kind: 'key_unused', ...KEY, days: 14, isRegistered: true },
  { kind: 'key_unused', ...KEY, days: 21, isRegistered: false },
  ...WHATS.map((what) => ({ kind: 'proposal_made', ...SUBJECT, what, proposedByName: 'Boris' }) as const),
  { kind: 'proposal_decided', ...SUBJECT, what: 'key_issue', decision: 'approve', decidedBy: 'staff' },
  { kind: 'proposal_decided', ...SUBJECT, what: 'role_change', decision: 'decline', decidedBy: 'owner' },
  { kind: 'address_changed', holderName: 'Anna Demo', oldAddress: null, newAddress: 'a…@w….example' },
  ...(['deputy_named', 'deputy_ended'] as const).map((kind) => ({ kind, ...DEPUTY }) as const),
  { kind: 'account_closed', accountName: 'Works LLC', revokedKeys: 3 },
  ...[...STAFF_ROLES, null].map(
    (role) =>
      ({ kind: 'staff_link_made', holderName: 'Max', role, madeByName: null, opensAt: LATER }) as const,
  ),
  ...(['policy_change', 'key_model_change', 'bulk_issue', 'mass_revoke'] as const).map(
    (change) => ({ kind: 'lone_change', change, proposedByName: 'Vera', effectiveAt: LATER }) as const,
  ),
  ...LATE_REASONS.map(
    (why) => ({ kind: 'request_late', accountName: 'Works LLC', number: 'R-1', why, sentAt: LATER }) as const,
  ),
  ...(['new', ...LATE_REASONS] as const).map(
    (why) =>
      ({ kind: 'claim_waiting', accountName: 'Works LLC', number: 'C-1', why, sentAt: LATER }) as const,
  ),
  ...(['accepted', 'refused'] as const).map(
    (decision) => ({ kind: 'claim_decided', accountName: 'Works LLC', number: 'C-1', decision }) as const,
  ),
  ...ALARM_KINDS.map((alarm) => ({ kind: 'alarm_raised', alarm, ...KEY }) as const),
];

function compose(letter: Letter, language: 'ru' | 'en' = 'en', companyName = 'Seller & Sons') {
  const writtenAt = new Date('2026-11-22T09:00:00Z');
  const where = { origin: 'https://portal.example', timeZone: 'Europe/Moscow' };
  return composeLetter(letter, { language, writtenAt, companyName, ...where });
}

test.for(LETTERS.map((letter) => [JSON.stringify(letter).slice(0, 90), letter] as const))(
  'REG-25 %s is written in both languages, as text and as HTML that says the same',
  ([, letter]) => {
    for (const language of ['ru', 'en'] as const) {
      const { subject, text, html } = compose(letter, language);
      expect(subject).not.toMatch(/\n|undefined|\[object/);
      expect(`${text}${html}`).not.toMatch(/undefined|\[object|null/);
      expect(text).toContain(language === 'ru' ? '22 нояб. 2026, 12:00' : '22 Nov 2026, 12:00');
      expect(text).toContain('https://portal.example/');
      const shown = html.replaceAll(/<[^>]+>/g, ' ').replaceAll('&amp;', '&');
      for (const line of text.split('\n\n').slice(1, -3))
        expect(shown).toContain(line.split('\n')[0]?.split(': ')[0]);
    }
  },
);

test('REG-25 a letter leads to public pages and pages behind a key, and carries nothing that opens one', () => {
  for (const letter of LETTERS) {
    const { text, html } = compose(letter);
    const links = [...`${text}${html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links)
      expect(link).toMatch(
        /^https:\/\/portal\.example\/(stop|my-key|people|admin|claims|desk\/(deputies|requests|claims))?$/,
      );
    expect(html).not.toMatch(/<(script|img|link|iframe|form)/i);
  }
});

test.for([
  ['en', 'ask for an administrator of the portal instead of your account manager'],
  ['ru', 'попросите не своего менеджера, а администратора портала'],
] as const)(
  'REC-05 when staff alone confirm a key, the letter in %s says so at once, and whom to call instead of the manager',
  ([language, whom]) => {
    const about = { ...SUBJECT, what: 'key_issue', decision: 'approve' } as const;
    const letter = { kind: 'proposal_decided', ...about } as const;
    const alone = compose({ ...letter, decidedBy: 'staff' }, language);
    expect(alone.subject).toMatch(/Two of our staff|Два наших сотрудника/);
    expect(alone.text).toContain('72');
    expect(alone.text).toContain(whom);
    expect(alone.text).not.toContain('/people');
    expect(compose({ ...letter, decidedBy: 'owner' }, language).text).not.toContain(whom);
  },
);

test('ADM-09 what people are called is text: no line of its own, no tag, no turned direction', () => {
  const hostile = 'Anna\r\nBcc: x@y.example <img src=x onerror=alert(1)>\u202e\u001b[31m';
  const letter: Letter = {
    kind: 'key_registered',
    keyLabel: hostile,
    holderName: hostile,
    accountName: hostile,
  };
  const { subject, text, html } = compose(letter, 'en', 'Seller <b>');
  expect(subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(text).not.toMatch(/^Bcc/m);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>');
});

test('an alarm of a version to come is told as something unknown', () => {
  const { text } = compose({ kind: 'alarm_raised', alarm: 'of_tomorrow', ...KEY });
  expect(text).toContain('Something');
});
