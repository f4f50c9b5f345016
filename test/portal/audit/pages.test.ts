import { expect } from 'vitest';
import { aHolder, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';

const ENGLISH = { headers: { 'accept-language': 'en' } };

test('an event is told in words, with the name that the person has today', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'auditor');
  const person = await aHolder(db, { name: 'Before' });
  await revoke(portal, person.id);
  await db.holder.update({ where: { id: person.id }, data: { name: 'Renamed' } });
  const html = await portal.page('/audit', { as, ...ENGLISH });
  for (const text of ['Revoked a key', 'Renamed', 'lost on a train']) expect(html).toContain(text);
  expect(html).not.toContain('Before');
});

test('a person who was erased leaves an id, and the log stays readable', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'auditor');
  await revoke(portal, 'erased-person');
  expect(await portal.page('/audit', { as, ...ENGLISH })).toContain('no longer named (erased-person)');
});

test('text of an event can’t become markup', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'auditor');
  await revoke(portal, '<script>alert(1)</script>');
  expect(await portal.page('/audit', { as })).not.toContain('<script>alert(1)');
});

test('the export is an attachment, is stored nowhere, and is an event itself', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'auditor');
  const response = await portal.request('/audit/export?group=keys', { as });
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect((await response.text()).trimEnd().endsWith('end')).toBe(true);
  const events = await db.auditEvent.findMany({ select: { type: true, actorId: true } });
  expect(events).toEqual([{ type: 'audit_exported', actorId: as.holderId }]);
});

async function revoke(portal: TestPortal, actorId: string): Promise<void> {
  const { db, audit } = portal.services;
  await db.$transaction((tx) =>
    audit.record(tx, {
      type: 'key_revoked',
      result: 'ok',
      actorId,
      keyId: 'key-1',
      note: 'lost on a train',
      at: new Date(),
    }),
  );
}
