import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import { ZipFile } from 'yazl';
import {
  allowRemovalOnce,
  closeExchangeAccess,
  findOpenAccesses,
  openExchangeAccess,
} from '#portal/exchange/exchange-access.server.ts';
import { tidyExchangeSessions } from '#portal/exchange/exchange-session.server.ts';
import { takeInDeps } from '#portal/exchange/exchange-endpoint.server.ts';
import { takeInForgotten } from '#portal/exchange/take-in-files.server.ts';
import { unpackArchives } from '#portal/exchange/unpack-archives.server.ts';
import { TRACE } from '#test/support/actors.ts';
import { askExchange, basic, beginExchange } from '#test/support/exchange-client.ts';
import type { Access } from '#test/support/exchange-client.ts';
import { aStaffActor } from '#test/support/loyalty-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { sampleBytes, sampleText, utf8, windows1251 } from '../connectors/commerceml/commerceml-files.ts';

const HOUR_MS = 60 * 60 * 1_000;

/** A door for a 1C base, as an administrator opens it. */
async function openDoor(portal: TestPortal, networks: string[] = [], sourceName = '1C'): Promise<Access> {
  const { auth, db } = portal.services;
  const actor = await aStaffActor(db, 'administrator');
  const outcome = await openExchangeAccess(auth, { sourceName, networks, actor, trace: TRACE });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

async function zipOf(files: Record<string, Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(Buffer.from(bytes), name);
  zip.end();
  return buffer(zip.outputStream);
}

const countsOf = async ({ services: { db } }: TestPortal) => ({
  products: await db.product.count({ where: { deletedAt: null } }),
  prices: await db.priceEntry.count({ where: { deletedAt: null } }),
  orders: await db.order.count({ where: { deletedAt: null } }),
});

test('1C sends goods, offers and orders in parts, and they are in the portal', async ({ portal }) => {
  const access = await openDoor(portal);
  const goods = await beginExchange(portal.origin, access);
  for (const name of ['carono-import-small.xml', 'carono-offers.xml'] as const)
    expect((await goods.send(name, sampleBytes(name), 700)).lines).toEqual(['success']);
  expect((await goods.takeIn('carono-import-small.xml')).lines).toEqual(['success']);
  expect((await goods.takeIn('carono-offers.xml')).lines).toEqual(['success']);
  const sale = await beginExchange(portal.origin, access, 'sale');
  await sale.send('orders-1.xml', sampleBytes('carono-orders.xml'));
  expect((await sale.takeIn('orders-1.xml')).lines).toEqual(['success']);
  const counts = await countsOf(portal);
  expect([counts.products > 0, counts.prices > 0, counts.orders > 0]).toEqual([true, true, true]);
  // The door made the source; the runs are its own.
  expect(await portal.services.db.source.findMany({ select: { name: true, kind: true } })).toEqual([
    { name: '1C', kind: 'commerceml' },
  ]);
});

test('an archive brings the same as its files one by one, and its pictures are passed over', async ({
  portal,
}) => {
  const run = await beginExchange(portal.origin, await openDoor(portal));
  const archive = await zipOf({
    'import0_1.xml': sampleBytes('carono-import-small.xml'),
    'offers0_1.xml': sampleBytes('carono-offers.xml'),
    'import_files/ab/abc.jpg': utf8('a picture'),
  });
  expect((await run.send('v8_1.zip', archive, 900)).lines).toEqual(['success']);
  expect((await run.takeIn('import0_1.xml')).lines).toEqual(['success']);
  expect((await run.takeIn('offers0_1.xml')).lines).toEqual(['success']);
  expect((await countsOf(portal)).products).toBeGreaterThan(0);
  const picture = await run.send('import_files/cd/x.jpg', utf8('a picture'));
  expect(picture.lines).toEqual(['success']);
});

test('an order in windows-1251 keeps its letters', async ({ portal }) => {
  const sale = await beginExchange(portal.origin, await openDoor(portal), 'sale');
  await sale.send('orders.xml', windows1251(sampleText('carono-orders.xml')));
  expect((await sale.takeIn('orders.xml')).lines).toEqual(['success']);
  const names = await portal.services.db.counterparty.findMany({ select: { name: true } });
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter(({ name }) => name.includes('\uFFFD'))).toEqual([]);
});

test('a file with a fault changes nothing, and 1C is told where the fault is', async ({ portal }) => {
  const run = await beginExchange(portal.origin, await openDoor(portal));
  const broken = sampleBytes('carono-import-small.xml').subarray(0, 2_000);
  await run.send('import.xml', broken);
  const reply = await run.takeIn('import.xml');
  expect([reply.status, reply.lines[0]]).toEqual([200, 'failure']);
  expect(reply.text).toContain('import.xml:');
  expect(await countsOf(portal)).toEqual({ products: 0, prices: 0, orders: 0 });
  expect((await run.takeIn('import.xml')).lines[0]).toBe('failure');
  expect((await run.takeIn('never-sent.xml')).text).toContain('never-sent.xml');
});

test('a part whose connection broke counts for nothing, and is sent again', async ({ portal }) => {
  const run = await beginExchange(portal.origin, await openDoor(portal));
  const bytes = sampleBytes('carono-import-small.xml');
  const file = { mode: 'file', filename: 'import.xml' };
  await run.ask(file, { method: 'POST', body: bytes.subarray(0, 1_000) });
  await run.ask(file, { method: 'POST', body: bytes.subarray(1_000), breakAfter: 300 });
  await expect.poll(() => portal.services.db.exchangePart.count()).toBe(1);
  expect((await run.ask(file, { method: 'POST', body: bytes.subarray(1_000) })).lines).toEqual(['success']);
  await run.send('offers.xml', sampleBytes('carono-offers.xml'));
  expect((await run.takeIn('import.xml')).lines).toEqual(['success']);
});

test('wrong name, wrong password, wrong address and a closed door are refused alike, and written down', async ({
  portal,
}) => {
  const access = await openDoor(portal, ['127.0.0.0/8', '::1']);
  const signIn = (headers: Record<string, string>) =>
    askExchange(portal.origin, { query: { type: 'catalog', mode: 'checkauth' }, headers });
  const refused = [
    await signIn({}),
    await signIn(basic({ ...access, password: 'guess' })),
    await signIn(basic({ ...access, login: '1c-00000000' })),
    await signIn({ authorization: 'Basic !' }),
  ];
  const elsewhere = await openDoor(portal, ['192.0.2.0/24'], 'Another base');
  refused.push(await signIn(basic(elsewhere)));
  const { db, auth } = portal.services;
  const open = await findOpenAccesses(db);
  const actor = await aStaffActor(db, 'administrator');
  for (const { id } of open) await closeExchangeAccess(auth, { accessId: id, actor, trace: TRACE });
  refused.push(await signIn(basic(access)));
  expect(new Set(refused.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(refused[0]?.status).toBe(401);
  expect(await db.auditEvent.count({ where: { type: 'exchange_refused' } })).toBeGreaterThan(0);
  expect(await findOpenAccesses(db)).toEqual([]);
});

test('a run is cut as soon as its door is closed, replaced or its address no longer allowed', async ({
  portal,
}) => {
  const { db, auth } = portal.services;
  const run = await beginExchange(portal.origin, await openDoor(portal));
  expect((await run.ask({ mode: 'init' })).lines[0]).toBe('zip=yes');
  await db.exchangeAccess.updateMany({ data: { networks: '192.0.2.0/24' } });
  expect((await run.ask({ mode: 'init' })).status).toBe(403);
  await db.exchangeAccess.updateMany({ data: { networks: '' } });
  expect((await run.ask({ mode: 'init' })).status).toBe(200);
  const second = await beginExchange(portal.origin, await openDoor(portal));
  expect((await run.ask({ mode: 'init' })).status).toBe(403);
  const [open] = await findOpenAccesses(db);
  const actor = await aStaffActor(db, 'administrator');
  await closeExchangeAccess(auth, { accessId: open?.id ?? '', actor, trace: TRACE });
  expect((await second.ask({ mode: 'init' })).status).toBe(403);
});

test('WEB-07 no browser comes to the exchange, and its token opens nothing else', async ({ portal }) => {
  const access = await openDoor(portal);
  const query = { type: 'catalog', mode: 'checkauth' };
  for (const headers of [
    { origin: portal.origin },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ]) {
    const reply = await askExchange(portal.origin, { query, headers: { ...basic(access), ...headers } });
    expect(reply.status).toBe(403);
  }
  const reply = await askExchange(portal.origin, { query, headers: basic(access) });
  const token = reply.lines[2] ?? '';
  expect(token).toMatch(/^[\w-]{43}$/);
  expect((await portal.request('/orders', { as: token })).status).toBe(302);
  const wrongKind = await askExchange(portal.origin, {
    query: { type: 'sale', mode: 'init' },
    headers: { cookie: `brelok-exchange=${token}` },
  });
  expect(wrongKind.status).toBe(403);
  const otherName = await askExchange(portal.origin, {
    query,
    headers: { ...basic(access), host: 'elsewhere.example' },
  });
  expect(otherName.status).toBe(421);
});

test.for([
  '../import.xml',
  '/etc/import.xml',
  'import.php',
  'a\\b.xml',
  'import_files/../../x.jpg',
  '.xml',
  'имя.xml',
  '',
])('a file may not be called “%s”', async (filename, { portal }) => {
  const run = await beginExchange(portal.origin, await openDoor(portal));
  const reply = await run.ask({ mode: 'file', filename }, { method: 'POST', body: utf8('<a/>') });
  expect(reply.lines[0]).toBe('failure');
  expect(await portal.services.db.exchangeFile.count()).toBe(0);
});

test('a part that is too large is refused, and nothing of it stays', async ({ portal }) => {
  const run = await beginExchange(portal.origin, await openDoor(portal));
  const reply = await run.ask(
    { mode: 'file', filename: 'a.xml' },
    { method: 'POST', body: new Uint8Array(1_000_001) },
  );
  expect([
    reply.status === 0 || reply.lines[0] === 'failure',
    await portal.services.db.exchangePart.count(),
  ]).toEqual([true, 0]);
  const [folder] = await readdir(join(portal.services.env.dataDir, 'exchange'));
  expect(await readdir(join(portal.services.env.dataDir, 'exchange', folder ?? ''))).toEqual([]);
});

test('an archive that is broken, names files outside, or packs too much is refused as a whole', async ({
  portal,
}) => {
  const access = await openDoor(portal);
  const goods = sampleBytes('carono-import-small.xml');
  const outside = await zipOf({ 'aa/import.xml': goods, 'import.xml': goods });
  const cases: Record<string, Buffer> = {
    'a folder of its own': outside,
    'a path outside': Buffer.from(
      outside.toString('latin1').replaceAll('aa/import.xml', '../import.xml'),
      'latin1',
    ),
    'an archive inside': await zipOf({ 'inner.zip': outside }),
    'cut off': outside.subarray(0, outside.byteLength - 30),
    'no archive': utf8('this is no archive'),
    'damaged inside': damaged(await zipOf({ 'import.xml': goods })),
  };
  for (const [what, bytes] of Object.entries(cases)) {
    const run = await beginExchange(portal.origin, access);
    await run.send('goods.zip', bytes);
    const reply = await run.takeIn('import.xml');
    expect([what, reply.lines[0]]).toEqual([what, 'failure']);
    expect(reply.text).toContain('goods.zip');
  }
  expect(await countsOf(portal)).toEqual({ products: 0, prices: 0, orders: 0 });
});

test.for([
  { what: 'a file', limits: { fileBytes: 100_000, runBytes: 1_000_000, files: 10 } },
  { what: 'all files', limits: { fileBytes: 400_000, runBytes: 500_000, files: 10 } },
  { what: 'their number', limits: { fileBytes: 400_000, runBytes: 1_000_000, files: 1 } },
])('an archive that unfolds beyond the limit of $what is stopped', async ({ limits }, { portal }) => {
  const { db, env } = portal.services;
  const run = await beginExchange(portal.origin, await openDoor(portal));
  const zeros = new Uint8Array(300_000);
  await run.send('bomb.zip', await zipOf({ 'a.xml': zeros, 'b.xml': zeros }));
  const { id } = await db.exchangeSession.findFirstOrThrow({ select: { id: true } });
  await unpackArchives(db, { dataDir: env.dataDir, sessionId: id, at: new Date(), limits });
  const files = await db.exchangeFile.findMany({ select: { name: true, state: true } });
  expect(files).toEqual([{ name: 'bomb.zip', state: 'refused' }]);
});

function damaged(archive: Buffer): Buffer {
  const bytes = Buffer.from(archive);
  bytes.fill(0xff, 60, 160);
  return bytes;
}

test('goods that vanish by the dozen are kept, until a person lets them go, once', async ({ portal }) => {
  const access = await openDoor(portal);
  const send = async (count: number) => {
    const run = await beginExchange(portal.origin, access);
    await run.send('import.xml', utf8(catalogue(count)));
    await run.send('offers.xml', utf8(offers(count)));
    return run.takeIn('import.xml');
  };
  expect((await send(20)).lines).toEqual(['success']);
  expect((await send(5)).text).toContain('десятой части');
  expect((await countsOf(portal)).products).toBe(20);
  const { db, auth } = portal.services;
  const [open] = await findOpenAccesses(db);
  const actor = await aStaffActor(db, 'administrator');
  expect(await allowRemovalOnce(auth, { accessId: open?.id ?? '', actor, trace: TRACE })).toBe(true);
  expect((await send(5)).lines).toEqual(['success']);
  expect((await countsOf(portal)).products).toBe(5);
  expect((await send(1)).text).toContain('десятой части');
});

test('orders that an older 1C sends without asking for them are taken in once it is quiet', async ({
  portal,
}) => {
  const sale = await beginExchange(portal.origin, await openDoor(portal), 'sale');
  await sale.send('orders.xml', sampleBytes('carono-orders.xml'));
  const deps = takeInDeps(portal.services);
  await takeInForgotten(deps);
  expect((await countsOf(portal)).orders).toBe(0);
  await takeInForgotten({ ...deps, now: () => new Date(Date.now() + 2 * 60_000) });
  await expect.poll(async () => (await countsOf(portal)).orders).toBeGreaterThan(0);
});

test('files of a run are deleted when it is over', async ({ portal }) => {
  const { db, env } = portal.services;
  const run = await beginExchange(portal.origin, await openDoor(portal));
  await run.send('import.xml', sampleBytes('carono-import-small.xml'));
  expect(await tidyExchangeSessions(db, { dataDir: env.dataDir, at: new Date() })).toBe(0);
  expect(
    await tidyExchangeSessions(db, { dataDir: env.dataDir, at: new Date(Date.now() + 2 * HOUR_MS) }),
  ).toBe(1);
  expect(await readdir(join(env.dataDir, 'exchange'))).toEqual([]);
  expect(await db.exchangePart.count()).toBe(0);
  expect((await run.ask({ mode: 'init' })).status).toBe(403);
});

test('orders for 1C are an empty list that says so in its own schema', async ({ portal }) => {
  const sale = await beginExchange(portal.origin, await openDoor(portal), 'sale');
  const reply = await sale.ask({ mode: 'query' });
  expect(reply.text).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<КоммерческаяИнформация ВерсияСхемы="2.10"/,
  );
  expect((await sale.ask({ mode: 'success' })).lines).toEqual(['success']);
  expect((await sale.ask({ mode: 'init', version: '2.08' })).lines.at(-1)).toBe('version=2.08');
  expect((await sale.ask({ mode: 'init', version: '3.01' })).lines.at(-1)).toBe('version=2.10');
});

const HEAD = '<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.10"';

function catalogue(count: number): string {
  const goods = Array.from(
    { length: count },
    (_, index) =>
      `<Товар><Ид>g${index}</Ид><Артикул>A-${index}</Артикул><Наименование>Demo ${index}</Наименование></Товар>`,
  );
  return `${HEAD}><Каталог СодержитТолькоИзменения="false"><Ид>c</Ид><Товары>${goods.join('')}</Товары></Каталог></КоммерческаяИнформация>`;
}

function offers(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, index) => `<Предложение><Ид>g${index}</Ид><Наименование>Demo ${index}</Наименование></Предложение>`,
  );
  return `${HEAD}><ПакетПредложений СодержитТолькоИзменения="false"><Ид>c</Ид><Предложения>${rows.join('')}</Предложения></ПакетПредложений></КоммерческаяИнформация>`;
}
