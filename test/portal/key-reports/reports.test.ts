import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { aKey } from '#test/support/builders.ts';
import { ENGLISH, RUSSIAN, aDesk } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';
import { aSource, anInvoice, anOrder } from '#test/support/trade-builders.ts';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const TODAY_ON = new Date().toISOString().slice(0, 10);

const see = async (portal: TestPortal, { manager }: Desk, query: string) =>
  textOf(await portal.page(`/desk/keys/reports?report=${query}`, { as: manager, cookies: ENGLISH }));

const fileOf = async (portal: TestPortal, { manager }: Desk, query: string) =>
  (await portal.page(`/desk/keys/reports/export?report=${query}`, { as: manager, cookies: ENGLISH })).split(
    '\r\n',
  );

const setKey = (db: Db, id: string, values: Record<string, unknown>) =>
  db.key.update({ where: { id }, data: values });

test('keys that were issued and never used are listed after so many days', async ({ portal, db }) => {
  const desk = await aDesk(db, { status: 'assigned' });
  await setKey(db, desk.keyId, { issuedAt: daysAgo(15) });
  expect(await see(portal, desk, 'unused')).toMatch(/Blue\s+Anna Demo\s+Works LLC\s+waits for its holder/);
  expect(await see(portal, desk, 'unused&days=16')).not.toContain('Anna Demo');
  await setKey(db, desk.keyId, { status: 'active', lastUsedAt: daysAgo(1) });
  expect(await see(portal, desk, 'unused')).not.toContain('Anna Demo');
});

test('keys that work and were long not used are silent', async ({ portal, db }) => {
  const desk = await aDesk(db);
  await setKey(db, desk.keyId, { lastUsedAt: daysAgo(91) });
  expect(await see(portal, desk, 'silent')).toContain('Anna Demo');
  expect(await see(portal, desk, 'silent&days=92')).not.toContain('Anna Demo');
  await setKey(db, desk.keyId, { status: 'suspended' });
  expect(await see(portal, desk, 'silent')).not.toContain('Anna Demo');
});

test('REG-02 PIN-08 a link or a PIN that nobody has used yet is listed before it expires, and once it has', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db, { status: 'shipped' });
  const link = await anOpenLink(db, desk.keyId, daysAgo(-5));
  const soon = (link.expiresAt.toISOString().match(/^[^.]+/) ?? [''])[0];
  expect(await see(portal, desk, 'expiring&days=4')).not.toContain('Anna Demo');
  expect(await see(portal, desk, 'expiring')).toMatch(/Blue\s+Anna Demo\s+Works LLC\s+on its way/);
  const [head, line] = await fileOf(portal, desk, 'expiring');
  expect(head).toContain('Key,Holder,Customer,State,Link until,PIN until');
  expect(line).toContain(`Blue,Anna Demo,Works LLC,on its way,${soon}`);
  await db.invitation.update({ where: { id: link.id }, data: { status: 'completed' } });
  expect(await see(portal, desk, 'expiring')).not.toContain('Anna Demo');

  const pin = { hash: 'any', mustChange: true, setAt: daysAgo(9), expiresAt: daysAgo(1) };
  await db.serverPin.create({ data: { keyId: desk.keyId, ...pin } });
  expect((await fileOf(portal, desk, 'expiring&days=0'))[1]).toMatch(/,on its way,,\d{4}-/);
  await db.serverPin.update({ where: { keyId: desk.keyId }, data: { mustChange: false } });
  expect(await see(portal, desk, 'expiring')).not.toContain('Anna Demo');
});

function anOpenLink(db: Db, keyId: string, expiresAt: Date) {
  return db.invitation.create({
    data: {
      keyId,
      tokenHash: keyId,
      claimTriesLeft: 5,
      opensLeft: 5,
      createdAt: daysAgo(9),
      expiresAt,
    },
    select: { id: true, expiresAt: true },
  });
}

test('REG-24 a customer with one working key is listed until there is a second', async ({ portal, db }) => {
  const desk = await aDesk(db);
  expect(await see(portal, desk, 'single')).toContain('Works LLC');
  await aKey(db, { holderId: desk.person.id, accountId: desk.account.id });
  expect(await see(portal, desk, 'single')).not.toContain('Works LLC');
});

test('ADM-03 no report tells of another manager’s customers', async ({ portal, db }) => {
  const [own, other] = [
    await aDesk(db),
    await aDesk(db, { accountName: 'Other LLC', personName: 'Vera Other' }),
  ];
  await setKey(db, other.keyId, { issuedAt: daysAgo(500), costMinor: 100n, costCurrency: 'RUB' });
  const { id: sourceId } = await aSource(db);
  await paidOrder(db, { accountId: other.account.id, sourceId }, 900_000_00n);
  const unusedLong = await aKey(db, { holderId: other.person.id, accountId: other.account.id });
  await setKey(db, unusedLong.id, { lastUsedAt: daysAgo(500) });
  await anOpenLink(db, other.keyId, daysAgo(-1));
  for (const query of ['unused', 'silent', 'expiring', 'single', 'cost', 'eligible']) {
    for (const text of [await see(portal, own, query), (await fileOf(portal, own, query)).join('\n')]) {
      expect(text).not.toContain('Other LLC');
      expect(text).not.toContain('Vera Other');
    }
  }
});

async function paidOrder(
  db: Db,
  trader: { accountId: string; sourceId: string },
  totalMinor: bigint,
  { currency = 'RUB', orderedOn = TODAY_ON, status = 'paid' } = {},
) {
  const order = await anOrder(db, { ...trader, currency, grossMinor: totalMinor, orderedOn });
  await anInvoice(db, { ...trader, orderId: order.id, currency, totalMinor, issuedOn: orderedOn, status });
  return order;
}

test('the cost of keys stands against the turnover, the first order left out of the repeat one, each currency apart', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { id: sourceId } = await aSource(db);
  const trader = { accountId: desk.account.id, sourceId };
  await setKey(db, desk.keyId, { costMinor: 1_890_00n, costCurrency: 'RUB', issuedAt: new Date() });
  await paidOrder(db, trader, 10_000_00n, { orderedOn: addDays(-5) });
  await paidOrder(db, trader, 25_000_00n);
  await paidOrder(db, trader, 700_00n, { currency: 'EUR' });
  await paidOrder(db, trader, 99_000_00n, { status: 'cancelled' });
  const [head, euros, roubles, ...rest] = await fileOf(portal, desk, 'cost');
  expect(head).toContain('Customer,Keys,Cost of keys,Currency,Turnover,Currency,Repeat turnover,Currency');
  expect(euros).toBe('Works LLC,0,0.00,EUR,700.00,EUR,700.00,EUR');
  expect(roubles).toBe('Works LLC,1,1890.00,RUB,35000.00,RUB,25000.00,RUB');
  expect(rest).toEqual(['']);
  const early = `cost&from=${addDays(-9)}&to=${addDays(-4)}`;
  expect((await fileOf(portal, desk, early))[1]).toBe('Works LLC,0,0.00,RUB,10000.00,RUB,0.00,RUB');
});

function addDays(days: number): string {
  return daysAgo(-days).toISOString().slice(0, 10);
}

test('a customer earns a key by the first paid order or by a year, in one currency', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { id: sourceId } = await aSource(db);
  const trader = { accountId: desk.account.id, sourceId };
  await paidOrder(db, trader, 80_000_00n, { status: 'open', orderedOn: addDays(-3) });
  await paidOrder(db, trader, 60_000_00n, { orderedOn: addDays(-2) });
  const ask = async (first: number, yearly: number, currency = 'RUB') =>
    (await fileOf(portal, desk, `eligible&first=${first}&yearly=${yearly}&currency=${currency}`))[1] ?? '';
  expect(await ask(59_999, 999_999)).toBe('Works LLC,60000.00,RUB,140000.00,RUB,1,,');
  expect(await ask(60_000, 999_999)).toBe('');
  expect(await ask(60_000, 139_999)).toContain('Works LLC');
  expect(await ask(0, 0, 'EUR')).toBe('');
});

test('ADM-05 a report that is taken along is in the log, and no cell of it is a formula', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db, { personName: '=cmd|calc', status: 'assigned' });
  await setKey(db, desk.keyId, { issuedAt: daysAgo(20) });
  const [, line] = await fileOf(portal, desk, 'unused');
  expect(line).toContain("'=cmd|calc");
  const call = { as: desk.manager, cookies: RUSSIAN };
  const inRussian = await portal.page('/desk/keys/reports/export?report=unused', call);
  expect(inRussian).toContain("Blue;'=cmd|calc;Works LLC;ждёт владельца;");
  const events = await db.auditEvent.findMany({ where: { type: 'key_report_exported' } });
  expect(events).toHaveLength(2);
  expect(events[0]).toMatchObject({ actorId: desk.manager.holderId, detailsJson: '{"kind":"unused"}' });
});

test('the reports on keys stand under “Keys” in the navigation, not under the customers', async ({
  portal,
  db,
}) => {
  const { manager } = await aDesk(db);
  const page = await portal.page('/desk/keys/reports', { as: manager, cookies: ENGLISH });
  const current = [...page.matchAll(/<a[^>]*aria-current="page"[^>]*>/g)].map(([tag]) => tag);
  expect(current.filter((tag) => tag.includes('href="/desk/stock"'))).not.toEqual([]);
  expect(current.filter((tag) => tag.includes('href="/desk"'))).toEqual([]);
});
