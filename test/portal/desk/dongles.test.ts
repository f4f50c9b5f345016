/** What a manager does for customers with old keys: write a secret down, see the agents, revoke one. */
import { expect } from 'vitest';
import { secretNameOf } from '#auth/dongles/dongle-kind.ts';
import { ENGLISH, aDesk, anAgentOf } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import type { Db } from '#prisma/client.ts';

const HEX = '303132333435363738393a3b3c3d3e3f40414243';

async function aDongleDesk(db: Db) {
  const desk = await aDesk(db, { status: 'assigned' });
  await db.key.update({ where: { id: desk.keyId }, data: { kind: 'challenge-response' } });
  return desk;
}

function send(portal: TestPortal, as: { token: string }, path: string, form: Record<string, string>) {
  return portal.request(path, { as, form, cookies: ENGLISH });
}

test('a manager writes a secret down with a touch of their own key, and nobody reads it again', async ({
  portal,
  db,
}) => {
  const { manager, keyId } = await aDongleDesk(db);
  const call = { as: manager, cookies: ENGLISH };
  expect(await portal.page(`/desk/keys/${keyId}`, call)).toContain(`/desk/keys/${keyId}/secret`);
  const path = `/desk/keys/${keyId}/secret`;
  const form = { kind: 'hmac-sha1', secret: HEX };
  expect((await portal.request(path, { ...call, form, touch: false })).status).not.toBe(302);
  expect(await db.dongle.count()).toBe(0);
  const wrong = await send(portal, manager, path, { ...form, secret: `${HEX}ff` });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).not.toContain(HEX);
  const stored = await send(portal, manager, path, form);
  expect(stored.headers.get('location')).toBe(`/desk/keys/${keyId}?done=secret`);
  const { secretSealed } = await db.dongle.findUniqueOrThrow({ where: { keyId } });
  const { envelope } = portal.services.auth;
  expect(Buffer.from(envelope.open(secretNameOf(keyId), secretSealed) ?? []).toString('hex')).toBe(HEX);
  for (const page of [path, `/desk/keys/${keyId}`]) expect(await portal.page(page, call)).not.toContain(HEX);
});

test('a key of another kind, or one that is registered, needs no secret here', async ({ portal, db }) => {
  const { manager, keyId } = await aDongleDesk(db);
  await db.key.update({ where: { id: keyId }, data: { status: 'active' } });
  const call = { as: manager, cookies: ENGLISH };
  expect(await portal.page(`/desk/keys/${keyId}/secret`, call)).toContain('needs no secret here');
  const sent = await send(portal, manager, `/desk/keys/${keyId}/secret`, { kind: 'hmac-sha1', secret: HEX });
  expect(sent.status).toBe(404);
});

test('AGT-10 the manager sees where an agent’s key lies, and revokes it for good', async ({ portal, db }) => {
  const desk = await aDongleDesk(db);
  const { manager, account, person } = desk;
  const { id } = await anAgentOf(db, desk);
  const call = { as: manager, cookies: ENGLISH };
  const customer = `/desk/customers/${account.id}`;
  expect(await portal.page(customer, call)).toContain('Computers with the agent');
  const path = `${customer}/agents/${id}/revoke`;
  const page = await portal.page(path, call);
  expect(page).toContain(`Revoke the agent on ${person.name}`);
  expect(page).toContain('lies in a file');
  const done = await send(portal, manager, path, { reason: 'the computer was sold' });
  expect(done.headers.get('location')).toBe(`${customer}?done=agent-revoked`);
  expect(await portal.page(`${customer}?done=agent-revoked`, call)).toContain('revoked');
  expect((await portal.request(path, call)).status).toBe(404);
  expect(await db.agent.findUniqueOrThrow({ where: { id } })).toMatchObject({
    revokedById: manager.holderId,
    revokeReason: 'the computer was sold',
  });
});

test('REC-05 a manager gets a link for another computer by a touch, once, and never its code', async ({
  portal,
  db,
}) => {
  const { manager, keyId } = await aDongleDesk(db);
  const path = `/desk/keys/${keyId}/new-computer`;
  const call = { as: manager, cookies: ENGLISH };
  expect(await portal.page(path, call)).toContain('takes no further computer'); // it waits for its holder
  await db.key.update({ where: { id: keyId }, data: { status: 'active', activatedAt: new Date(0) } });
  expect(await portal.page(`/desk/keys/${keyId}`, call)).toContain(path);
  const form = /action="([^"]*new-computer[^"]*)"/.exec(await portal.page(path, call))?.[1] ?? '';
  expect((await portal.request(form, { ...call, form: {}, touch: false })).status).toBe(428);
  expect(await db.invitation.count({ where: { purpose: 'computer' } })).toBe(0);
  const made = await (await portal.request(form, { ...call, form: {} })).text();
  expect(made).toMatch(/\/enrol#[\w-]{43}/);
  expect(made).not.toMatch(/>[0-9A-Z]{4}-[0-9A-Z]{4}</);
  expect((await portal.request(form, { ...call, form: {} })).status).toBe(302);
  expect(await portal.page(form, call)).toContain('was shown already');
});
