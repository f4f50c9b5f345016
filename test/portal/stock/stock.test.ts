import { expect } from 'vitest';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import type { StockLine } from '#auth/keys/stock-line.ts';
import type { Db } from '#prisma/client.ts';
import { signedInStaff } from '#test/support/builders.ts';
import type { SignedIn } from '#test/support/builders.ts';
import { ENGLISH, aDesk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const RECEIVE = '/desk/stock/receive';
const TYPED = { kind: 'fido2', model: 'Demo 5', batch: 'B-7', cost: '1850', currency: 'RUB' };

const send = (portal: TestPortal, as: SignedIn, form: Record<string, string>) =>
  portal.request(RECEIVE, { as, cookies: ENGLISH, form });

const listOf = (page: string) =>
  (/name="list" value="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&quot;', '"');

async function check(portal: TestPortal, as: SignedIn, serials: string) {
  const answer = await send(portal, as, { ...TYPED, serials });
  const page = await answer.text();
  return { status: answer.status, page, list: listOf(page) };
}

function store(portal: TestPortal, serials: readonly string[], differences: Partial<StockLine> = {}) {
  const line = { kind: 'fido2', modelName: 'Demo 5', batch: 'B-7', cost: null, cardNumber: null } as const;
  const lines = serials.map((serial) => ({ ...line, ...differences, serial }));
  return receiveKeys(portal.services.auth, { lines, by: { kind: 'installation' } });
}

test('ADM-04 scanned serials are shown first, and stored exactly as shown when the manager says so', async ({
  portal,
  db,
}) => {
  const manager = await signedInStaff(db, 'account-manager');
  const { status, page, list } = await check(portal, manager, 'sn-1\r\nsn-2\r\n');
  expect(status).toBe(200);
  expect(textOf(page)).toContain('2 to store, 0 unchanged, 0 refused');
  expect(await db.key.count({ where: { status: 'stocked' } })).toBe(0);

  const stored = await send(portal, manager, { intent: 'store', list });
  expect(stored.headers.get('location')).toBe('/desk/stock?received=2&unchanged=0');
  const keys = await db.key.findMany({ where: { status: 'stocked' }, orderBy: { serial: 'asc' } });
  expect(keys.map(({ serial }) => serial)).toEqual(['SN-1', 'SN-2']);
  for (const { cardNumber } of keys) {
    expect(textOf(page).replaceAll(' ', '')).toContain(cardNumber);
  }
});

test('ADM-04 the same list sent again changes nothing and says so', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  const { list } = await check(portal, manager, 'SN-1');
  await send(portal, manager, { intent: 'store', list });
  const again = await send(portal, manager, { intent: 'store', list });
  expect(again.headers.get('location')).toBe('/desk/stock?received=0&unchanged=1');
  const page = await portal.page('/desk/stock?received=0&unchanged=1', { as: manager, cookies: ENGLISH });
  expect(textOf(page)).toContain('Nothing has changed: the key was stored before.');
  expect(textOf((await check(portal, manager, 'SN-1')).page)).toContain('There is nothing to change.');
});

test('ADM-04 a list with one bad line can’t be stored, and the line is named', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  await store(portal, ['SN-2'], { batch: 'another' });
  const { status, page, list } = await check(portal, manager, 'SN-1\nSN-2');
  expect(status).toBe(422);
  expect(textOf(page)).toContain('Line 2, SN-2: another key that still counts has this serial.');
  expect(page).not.toMatch(/<button[^>]*>\s*Store/);
  expect((await send(portal, manager, { intent: 'store', list })).status).toBe(422);
  expect(await db.key.count({ where: { status: 'stocked' } })).toBe(1);
  const typo = await check(portal, manager, 'SN-1\nСН-3');
  expect(textOf(typo.page)).toContain('Line 2, Serial: “СН-3”.');
});

test('a list that no page of ours has kept is refused', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  for (const list of ['x', '[]', '[[1,["SN-1"]]]', '[[1,["","","","","","",""]]]']) {
    expect((await send(portal, manager, { intent: 'store', list })).status).toBe(400);
  }
});

test('ADM-03 of another manager’s customers a manager learns the state of a key and nothing else', async ({
  portal,
  db,
}) => {
  const [own, other] = [await aDesk(db, { personName: 'Anna Own' }), await aDesk(db, OTHERS)];
  await numbered(db, own.keyId, { serial: 'SN-1', cardNumber: '49927398716' });
  await numbered(db, other.keyId, { serial: 'SN-2', cardNumber: '411111111111' });
  const see = (query: string) =>
    portal.page(`/desk/stock?${query}`, { as: own.manager, cookies: ENGLISH }).then(textOf);
  const all = await see('status=all');
  expect(all).toContain('SN-1');
  expect(all).toContain('Anna Own');
  expect(all).toContain('SN-2');
  for (const secret of ['Vera Other', 'Other LLC', '4111 1111 1111', 'Yellow']) {
    expect(all).not.toContain(secret);
  }
  const none = 'No key fits';
  expect(await see('status=all&holder=vera')).toContain(none);
  expect(await see('status=all&holder=anna')).toContain('SN-1');
  expect(await see(`status=all&account=${other.account.id}`)).toContain(none);
  expect(await see('q=411111111111')).toContain(none);
  expect(await see('q=4992+7398+716')).toContain('SN-1');
});

const OTHERS = { personName: 'Vera Other', accountName: 'Other LLC' };

function numbered(db: Db, id: string, { serial, cardNumber }: { serial: string; cardNumber: string }) {
  return db.key.update({ where: { id }, data: { serial, liveSerial: serial, cardNumber } });
}

test('the list is narrowed by state, model and batch, counted by state, and goes on page by page', async ({
  portal,
  db,
}) => {
  const manager = await signedInStaff(db, 'account-manager');
  const serials = Array.from({ length: 60 }, (_, index) => `A-${100 + index}`);
  await store(portal, serials);
  await store(portal, ['B-1'], { modelName: 'Other', batch: 'C-1' });
  const see = (query: string) => portal.page(`/desk/stock?${query}`, { as: manager, cookies: ENGLISH });
  expect(textOf(await see(''))).toContain('in stock (61)');
  for (const query of ['model=Other', 'batch=C-1', 'q=b-1']) {
    const page = await see(query);
    expect(serialsOn(page)).toEqual(['B-1']);
  }
  for (const status of ['stocked', 'all']) {
    const first = await see(`status=${status}`);
    const next = /href="(\/desk\/stock\?[^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await portal.page(next, { as: manager, cookies: ENGLISH });
    const seen = [...serialsOn(first), ...serialsOn(second)];
    expect(new Set(seen)).toEqual(new Set([...serials, 'B-1']));
    expect(seen).toHaveLength(61);
  }
});

test('the keys of the staff are no stock', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  await numbered(db, manager.keyId, { serial: 'STAFF-1', cardNumber: '49927398716' });
  const page = await portal.page('/desk/stock?status=all', { as: manager, cookies: ENGLISH });
  expect(page).not.toContain('STAFF-1');
});

function serialsOn(page: string): string[] {
  const body = /<tbody[^>]*>(.*?)<\/tbody>/s.exec(page)?.[1] ?? '';
  return [...body.matchAll(/<code>([^<]+)<\/code>/g)].map(([, serial = '']) => serial);
}

test('REC-01 a faulty key is written off with a reason and a touch, by a manager or an administrator', async ({
  portal,
  db,
}) => {
  for (const role of ['account-manager', 'administrator'] as const) {
    await store(portal, ['SN-1']);
    const as = await signedInStaff(db, role);
    const { id } = await db.key.findFirstOrThrow({ where: { status: 'stocked' } });
    const path = `/desk/stock/${id}/write-off`;
    expect(await portal.page('/desk/stock', { as })).toContain(`href="${path}"`);
    const form = { reason: 'does not blink' };
    expect((await portal.request(path, { as, form, touch: false })).status).toBe(428);
    const answer = await portal.request(path, { as, form });
    const page = await portal.page(answer.headers.get('location') ?? '', { as, cookies: ENGLISH });
    expect(textOf(page)).toContain('The key is written off.');
    expect((await portal.request(path, { as })).status).toBe(404);
    expect((await portal.request(path, { as, form })).status).toBe(404);
  }
});
