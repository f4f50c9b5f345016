import { expect } from 'vitest';
import { createAudit } from '#auth/audit/audit.ts';
import { createRefusalCounter } from '#auth/audit/refusal-counter.ts';
import { newestEvents } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';

const at = (seconds: number) => ({ at: new Date(Date.UTC(2026, 10, 22, 12) + seconds * 1000) });

function aCounter(mostSubjects?: number) {
  const counter = createRefusalCounter(mostSubjects);
  const admit = (subject: string, event: { at: Date }) =>
    counter.admit(subject, event).map(({ others }) => others);
  return { ...counter, admit };
}

test('of the refusals of one subject one a minute is written down, and it tells how many were not', () => {
  const { admit } = aCounter();
  expect(admit('one', at(0))).toEqual([0]);
  expect([admit('one', at(1)), admit('one', at(59))]).toEqual([[], []]);
  expect(admit('another', at(59))).toEqual([0]);
  expect(admit('one', at(60))).toEqual([2]);
  expect(admit('one', at(61))).toEqual([]);
  expect(admit('one', at(121))).toEqual([1]);
});

test('a clock that was set back silences nobody for longer than a minute of its own', () => {
  const { admit } = aCounter();
  expect(admit('one', at(7200))).toEqual([0]);
  expect(admit('one', at(0))).toEqual([0]);
});

test('whoever comes with ever new subjects takes no more memory than ten thousand of them', () => {
  const { admit } = aCounter();
  for (let index = 0; index < 10_001; index += 1) admit(String(index), at(0));
  expect(admit('1', at(1))).toEqual([]);
  expect(admit('0', at(1))).toEqual([0, 0]);
});

test('what was counted of a subject that makes room for another is written with it', () => {
  const { admit } = aCounter(2);
  admit('one', at(0));
  for (const second of [1, 2, 3]) admit('one', at(second));
  admit('two', at(4));
  expect(admit('three', at(5))).toEqual([2, 0]);
});

test('ADM-05 nothing that was counted is lost: it is written from time to time and at the end, once', async ({
  db,
}) => {
  const audit = createAudit({ keys: [new Uint8Array(32)] });
  const refusal = { type: 'sign_in_refused', result: 'refused', reason: 'credential_unknown' } as const;
  for (const second of [0, 1, 2, 3])
    await audit.recordRepeatable(db, { ...refusal, ...at(second) }, 'anybody');
  expect(await db.auditEvent.count()).toBe(1);
  await audit.recordLeftOut(db, at(10).at);
  await audit.recordLeftOut(db, at(11).at);
  expect(await newestEvents(db, 5)).toMatchObject([{ ...refusal, detailsJson: '{"leftOut":2}' }, refusal]);
  await audit.recordRepeatable(db, { ...refusal, ...at(70) }, 'anybody');
  expect(await newestEvents(db)).toMatchObject([{ ...refusal, detailsJson: '{}' }]);
});

test('ADM-05 what could not be written stays counted', async ({ db }) => {
  const audit = createAudit({ keys: [new Uint8Array(32)] });
  const refusal = { type: 'sign_in_refused', result: 'refused', reason: 'credential_unknown' } as const;
  for (const second of [0, 1, 2]) await audit.recordRepeatable(db, { ...refusal, ...at(second) }, 'anybody');
  await db.$executeRaw`ALTER TABLE "AuditEvent" RENAME TO "Away"`;
  await expect(audit.recordLeftOut(db, at(10).at)).rejects.toThrow();
  await db.$executeRaw`ALTER TABLE "Away" RENAME TO "AuditEvent"`;
  await audit.recordLeftOut(db, at(20).at);
  expect(await newestEvents(db)).toMatchObject([{ ...refusal, detailsJson: '{"leftOut":1}' }]);
});
