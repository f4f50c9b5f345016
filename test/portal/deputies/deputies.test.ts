/** REC-02 as amended, on the pages: who is named, what a deputy sees and does, and that it ends. */
import { expect } from 'vitest';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { aDeputy } from '#test/support/deputies.ts';
import { ENGLISH, aDesk, sourceFactsOf } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';
import type { Db } from '#prisma/client.ts';

const PAGE = '/desk/deputies';
const DAY_MS = 86_400_000;

const onIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const leaveFor = (holderId: string, toOn = onIn(7)) => ({ intent: 'name', holderId, fromOn: onIn(-1), toOn });

/** A manager with a customer, and a colleague who stands in. */
async function aLeave(db: Db) {
  const desk = await aDesk(db);
  const deputy = await signedInStaff(db, 'account-manager');
  const row = await aDeputy(db, { managerId: desk.manager.holderId, holderId: deputy.holderId });
  const end = () => db.deputy.update({ where: { id: row.id }, data: { endedAt: new Date() } });
  return { desk, deputy, end };
}

const see = async (portal: TestPortal, path: string, call: Call) =>
  textOf(await portal.page(path, { ...call, cookies: ENGLISH }));

test('REC-02 a manager names a deputy with a touch of their key, and ends it with another', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'account-manager');
  const { holderId } = await signedInStaff(db, 'account-manager');
  const form = leaveFor(holderId);
  expect((await portal.request(PAGE, { as, form, touch: false })).status).toBe(428);
  expect(await db.deputy.count()).toBe(0);
  const named = await portal.request(PAGE, { as, form });
  expect(named.headers.get('location')).toBe(`${PAGE}?done=named`);
  const row = await db.deputy.findFirstOrThrow({ where: { managerId: as.holderId, deputyId: holderId } });
  expect(await see(portal, PAGE, { as })).toContain('now');

  const ending = { intent: 'end', deputyId: row.id };
  expect((await portal.request(PAGE, { as, form: ending, touch: false })).status).toBe(428);
  const ended = await portal.request(PAGE, { as, form: ending });
  expect(ended.headers.get('location')).toBe(`${PAGE}?done=ended`);
  expect((await portal.request(PAGE, { as, form: ending })).status).toBe(409);
});

test('a form with a fault says what to mend, and names nobody', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'account-manager');
  const { holderId } = await signedInStaff(db, 'account-manager');
  const faults: [Record<string, string>, string][] = [
    [leaveFor(''), 'Choose a colleague.'],
    [leaveFor(holderId, '2026-02-30'), 'Write a day as on a calendar.'],
    [leaveFor(holderId, onIn(-2)), 'The last day is before the first one.'],
    [leaveFor(holderId, onIn(200)), 'At most 92 days.'],
    [leaveFor(as.holderId), 'This colleague is no account manager any more.'],
  ];
  for (const [form, sentence] of faults) {
    const answer = await portal.request(PAGE, { as, form, cookies: ENGLISH });
    expect(answer.status).toBe(422);
    expect(textOf(await answer.text())).toContain(sentence);
  }
  expect(await db.deputy.count()).toBe(0);
});

test('REC-02 an administrator names a deputy for a manager, and for nobody else', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'administrator');
  const manager = await signedInStaff(db, 'account-manager');
  const { holderId } = await signedInStaff(db, 'account-manager');
  const form = leaveFor(holderId);
  const path = `/admin/staff/${manager.holderId}/deputies`;
  expect((await portal.request(path, { as, form, touch: false })).status).toBe(428);
  expect((await portal.request(path, { as, form })).headers.get('location')).toBe(`${path}?done=named`);
  const auditor = await signedInStaff(db, 'auditor');
  const other = `/admin/staff/${auditor.holderId}/deputies`;
  expect((await portal.request(other, { as })).status).toBe(404);
  expect((await portal.request(other, { as, form })).status).toBe(404);
});

test('REC-02 the desk says for whom and until when, whose customer it is, and who stands in for whom', async ({
  portal,
  db,
}) => {
  const { desk, deputy } = await aLeave(db);
  const { name } = await db.holder.findUniqueOrThrow({ where: { id: desk.manager.holderId } });
  const { name: deputyName } = await db.holder.findUniqueOrThrow({ where: { id: deputy.holderId } });
  const list = await see(portal, '/desk', { as: deputy });
  expect(list).toContain(`You also stand in for ${name} until 31 Dec 2099.`);
  expect(list).toContain(`in place of ${name}`);
  const path = `/desk/customers/${desk.account.id}`;
  expect(await see(portal, path, { as: deputy })).toContain(
    `This is a customer of ${name}. You stand in until 31 Dec 2099.`,
  );
  expect(await see(portal, path, { as: desk.manager })).toContain(
    `${deputyName} stands in for the manager until 31 Dec 2099.`,
  );
});

test('REC-02 the customer reads whom to call meanwhile', async ({ portal, db }) => {
  const { desk, deputy, end } = await aLeave(db);
  const phone = '+7 (000) 000-99-99';
  await db.holder.update({ where: { id: deputy.holderId }, data: { phone } });
  const as = await signedInCustomer(db, { account: desk.account });
  const home = await see(portal, '/home', { as });
  expect(home).toContain(phone);
  expect(home).toContain('stands in until 31 Dec 2099');
  await end();
  expect(await see(portal, '/home', { as })).not.toContain(phone);
});

/** What the deputy asks of the absent manager's customer, and what it answers. */
async function statusesAt(portal: TestPortal, { account, keyId }: Desk, call: Call): Promise<number[]> {
  const paths = [`/desk/customers/${account.id}`, `/desk/keys/${keyId}`, `/desk/keys/${keyId}/suspend`];
  const answers = [];
  for (const path of paths) answers.push((await portal.request(path, call)).status);
  return answers;
}

test('REC-02 ADM-03 a deputy opens the absent manager’s customer while it lasts, and nothing of it afterwards', async ({
  portal,
  db,
}) => {
  const { desk, deputy, end } = await aLeave(db);
  const stranger = await signedInStaff(db, 'account-manager');
  expect(await statusesAt(portal, desk, { as: stranger })).toEqual([404, 404, 404]);
  expect(await statusesAt(portal, desk, { as: deputy })).toEqual([200, 200, 200]);
  await end();
  expect(await statusesAt(portal, desk, { as: deputy })).toEqual([404, 404, 404]);
  const form = { reason: 'lost' };
  const path = `/desk/keys/${desk.keyId}/suspend`;
  expect((await portal.request(path, { as: deputy, form })).status).toBe(404);
  expect(await see(portal, '/desk', { as: deputy })).not.toContain(desk.account.name);
  expect((await db.key.findUniqueOrThrow({ where: { id: desk.keyId } })).status).toBe('active');
});

test('REC-02 a deputy stops a key, and its history says in whose place', async ({ portal, db }) => {
  const { desk, deputy } = await aLeave(db);
  const form = { reason: 'lost on a Friday evening' };
  const answer = await portal.request(`/desk/keys/${desk.keyId}/suspend`, { as: deputy, form });
  expect(answer.status).toBe(302);
  const history = await see(portal, `/desk/keys/${desk.keyId}`, { as: desk.manager });
  const names = await db.holder.findMany({
    where: { id: { in: [deputy.holderId, desk.manager.holderId] } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string) => names.find((row) => row.id === id)?.name ?? '';
  expect(history).toContain(`${nameOf(deputy.holderId)} in place of ${nameOf(desk.manager.holderId)}`);
  const auditor = await signedInStaff(db, 'auditor');
  const log = await see(portal, `/audit?account=${desk.account.id}`, { as: auditor });
  expect(log).toContain(`in place of ${nameOf(desk.manager.holderId)}`);
});

test('REC-02 ties of the absent manager’s customer are within the deputy’s reach while it lasts', async ({
  portal,
  db,
}) => {
  const { desk, deputy, end } = await aLeave(db);
  const { tieId } = await sourceFactsOf(db, desk);
  const path = `/desk/ties/${tieId}/end`;
  expect((await portal.request(path, { as: deputy })).status).toBe(200);
  await end();
  expect((await portal.request(path, { as: deputy })).status).toBe(404);
});

test('REC-02 an administrator finds any key by its number, stops it, and does nothing else to it', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  await db.key.update({ where: { id: desk.keyId }, data: { serial: 'SN-77', liveSerial: 'SN-77' } });
  const as = await signedInStaff(db, 'administrator');
  const stock = await portal.page('/desk/stock?status=all&q=SN-77', { as, cookies: ENGLISH });
  expect(stock).toContain(`/desk/keys/${desk.keyId}`);
  const page = await portal.page(`/desk/keys/${desk.keyId}`, { as, cookies: ENGLISH });
  const offered = [...page.matchAll(/href="\/desk\/keys\/[^"/]+\/([a-z-]+)"/g)].map(([, change]) => change);
  expect(new Set(offered)).toEqual(new Set(['report-lost', 'suspend']));
  const form = { reason: 'called at night' };
  for (const change of ['revoke', 'resume', 'destroy']) {
    const path = `/desk/keys/${desk.keyId}/${change}`;
    expect([change, (await portal.request(path, { as })).status]).toEqual([change, 404]);
    expect([change, (await portal.request(path, { as, form })).status]).toEqual([change, 404]);
  }
  const path = `/desk/keys/${desk.keyId}/suspend`;
  expect((await portal.request(path, { as, form, touch: false })).status).toBe(428);
  expect((await portal.request(path, { as, form })).status).toBe(302);
  expect((await db.key.findUniqueOrThrow({ where: { id: desk.keyId } })).status).toBe('suspended');
});
