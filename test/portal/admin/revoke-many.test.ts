/** ADM-02 on the pages: the list is shown, asked for with a touch, and confirmed by another administrator. */
import { expect } from 'vitest';
import { signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, aDesk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const PAGE = '/admin/keys/revoke';
const NONE = { by: 'batch', batch: '', model: '', serials: '' };

async function send(portal: TestPortal, form: Record<string, string>, call: Call) {
  const answer = await portal.request(PAGE, { ...call, cookies: ENGLISH, form: { ...NONE, ...form } });
  const page = await answer.text();
  return { answer, page, text: textOf(page), hash: /name="keysHash" value="([^"]*)"/.exec(page)?.[1] ?? '' };
}

test('ADM-02 one administrator asks for the list with a touch, another confirms it, and the customer is out', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  await db.key.update({ where: { id: desk.keyId }, data: { batch: 'B-7', serial: 'SN-7' } });
  const [asker, other] = [await signedInStaff(db, 'administrator'), await signedInStaff(db, 'administrator')];
  const batch = { batch: 'B-7' };
  const looked = await send(portal, { ...batch, intent: 'look' }, { as: asker });
  expect(looked.text).toContain('1 key can still open something');
  expect(looked.text).toContain('Anna Demo');
  const form = { ...batch, intent: 'ask', keysHash: looked.hash, reason: 'flaw in the chip' };
  expect((await send(portal, form, { as: asker, touch: false })).answer.status).toBe(428);
  const asked = await send(portal, form, { as: asker });
  const path = (asked.answer.headers.get('location') ?? '').replace(/\?.*/, '');
  expect(path).toMatch(/^\/admin\/proposals\//);

  const page = await portal.page(path, { as: other, cookies: ENGLISH });
  expect(textOf(page)).toContain('Revoke 1 key at once');
  expect(textOf(page)).toContain('SN-7 (Anna Demo)');
  const seenHash = /name="seenHash" value="([^"]*)"/.exec(page)?.[1] ?? '';
  const decision = { intent: 'approve', seenHash };
  expect((await portal.request(path, { as: other, form: decision, touch: false })).status).toBe(428);
  expect((await portal.request(path, { as: other, form: decision })).status).toBe(302);
  expect((await db.key.findUniqueOrThrow({ where: { id: desk.keyId } })).status).toBe('revoked');
});

test('a list with a fault says which, and asks nobody', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'administrator');
  const faults: [Record<string, string>, string][] = [
    [{}, 'Choose a batch or a model'],
    [{ by: 'serials', serials: 'СН-3' }, 'These are no serial numbers: СН-3'],
    [{ by: 'serials', serials: 'SN-404' }, 'No key that counts has: SN-404'],
    [{ by: 'model', model: 'Demo 5' }, 'There is no such key'],
  ];
  for (const [form, sentence] of faults) {
    const { answer, text } = await send(portal, { ...form, intent: 'look' }, { as });
    expect([answer.status, text]).toEqual([422, expect.stringContaining(sentence)]);
  }
  expect(await db.proposal.count()).toBe(0);
});

test('ADM-02 a list that has changed since it was shown is not asked for', async ({ portal, db }) => {
  const desk = await aDesk(db);
  await db.key.update({ where: { id: desk.keyId }, data: { batch: 'B-7' } });
  const as = await signedInStaff(db, 'administrator');
  const form = { batch: 'B-7', intent: 'ask', keysHash: '0'.repeat(64), reason: 'flaw' };
  const { answer, text } = await send(portal, form, { as });
  expect(answer.status).toBe(409);
  expect(text).toContain('The list has changed since it was shown.');
  expect(await db.proposal.count()).toBe(0);
});
