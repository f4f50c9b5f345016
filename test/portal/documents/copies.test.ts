/** Documents whose files their sources keep: asked for, fetched beside the pages, kept for one customer and one version. */
import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { beginConnection, storeConnection } from '#portal/connectors/connection/store-connection.server.ts';
import { createCopyFetcher } from '#portal/documents/fetch-copies.server.ts';
import type { CopyFetcher } from '#portal/documents/fetch-copies.server.ts';
import { sweepCopies } from '#portal/documents/sweep-copies.server.ts';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { closeServer, portOf } from '#test/support/fault-proxy.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { mappingOf } from '#test/support/pulled-source.ts';
import { aDocument, aTie, aTrader } from '#test/support/trade-builders.ts';

const PDF = Buffer.from('%PDF-1.7 the invoice of a demo company');
const HTML = Buffer.from('<!doctype html><title>Log in</title>');
const MEGABYTE = 1024 * 1024;

type Answer = { body: Buffer; type?: string } | 'silent' | { location: string } | { status: number };

/** A service that prints documents, and whoever else it sends us to. */
type Printer = { address: string; answer: Answer; asked: { url: string; authorization: string }[] };

const opened: http.Server[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await closeServer(server);
});

async function aPrinter(answer: Answer): Promise<Printer> {
  const server = http.createServer((request, response) => {
    printer.asked.push({ url: request.url ?? '', authorization: request.headers.authorization ?? '' });
    const said = printer.answer;
    if (said === 'silent') return;
    if ('location' in said) return void response.writeHead(302, { location: said.location }).end();
    if ('status' in said) return void response.writeHead(said.status).end('no');
    response.writeHead(200, { 'content-type': said.type ?? 'application/pdf' }).end(said.body);
  });
  opened.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const printer: Printer = { address: `http://127.0.0.1:${portOf(server)}/erp/`, answer, asked: [] };
  return printer;
}

const MAPPING = {
  mapping: 1,
  title: 'A service that prints',
  dialect: 'rest',
  paging: { by: 'page', size: 50 },
  rest: { rows: 'data', page: { name: 'page', text: '{page}' } },
  feeds: [
    {
      kind: 'document',
      set: 'invoices',
      key: ['id'],
      cursor: { by: 'none' },
      fields: {
        kind: { value: 'delivery-note' },
        title: 'number',
        number: 'number',
        issuedOn: 'date',
        counterpartyRef: 'customer',
      },
      content: { by: 'address', path: 'print/{key}.pdf', query: { number: '{number}' } },
    },
  ],
};

type Scene = {
  db: Db;
  portal: TestPortal;
  printer: Printer;
  fetcher: CopyFetcher;
  token: string;
  accountId: string;
  id: string;
};

/** A customer, a document that its source keeps, and nobody who fetches unless the test says so. */
async function aScene(
  { db, portal }: { db: Db; portal: TestPortal },
  { answer = { body: PDF }, deadlineMs = 5_000 }: { answer?: Answer; deadlineMs?: number } = {},
): Promise<Scene> {
  const { services } = portal;
  const printer = await aPrinter(answer);
  const asking = { ...services.asking, rules: { isDemo: true } };
  const config = {
    name: 'printing-erp',
    address: new URL(printer.address),
    mapping: mappingOf(MAPPING),
    settings: {},
    timeZone: 'Europe/Moscow',
    everyMinutes: 15,
  };
  const credentials = { kind: 'basic', user: 'portal', password: 'printed-secret' } as const;
  const stored = await storeConnection(asking, { config, credentials, isDemo: false, startedById: null });
  if (!stored.ok) throw new Error('the source was not stored');
  await beginConnection(asking, { name: config.name, actorId: null });
  const { accountId } = await aTrader(db);
  await aTie(db, { accountId, sourceId: stored.sourceId });
  const { token } = await signedInCustomer(db, { account: { id: accountId } });
  const { id } = await aDocument(db, {
    accountId,
    sourceId: stored.sourceId,
    externalId: 'doc/7 №1',
    number: 'INV-7',
    title: 'Счёт INV-7',
    rowHash: 'version-1',
    mediaType: null,
    sizeBytes: null,
    sha256: null,
    fileName: null,
  });
  const { documents, log } = services;
  const fetcher = createCopyFetcher({ asking, documents, log, deadlineMs });
  services.copies = { ...fetcher, wake: () => undefined };
  return { db, portal, printer, fetcher, token, accountId, id };
}

const open = ({ portal, id, token }: Scene, query = '') =>
  portal.request(`/documents/${id}${query}`, { as: token });
const waiting = ({ portal, id, token }: Scene) =>
  portal.page(`/documents/${id}/copy`, { as: token, cookies: { '__Host-brelok-locale': 'en' } });
const copyOf = ({ db }: Scene) => db.documentCopy.findFirstOrThrow();
const letTimePass = ({ db }: Scene) => db.documentCopy.updateMany({ data: { dueAt: new Date(0) } });

test('a document that its source keeps is fetched beside the page, and the page looks again by itself without scripts', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal });
  const first = await open(scene);
  expect(first.headers.get('location')).toBe(`/documents/${scene.id}/copy`);
  expect(scene.printer.asked).toEqual([]); // no page asks a source
  const coming = await waiting(scene);
  expect(coming).toContain('We are fetching this document');
  expect(coming).toContain('<meta http-equiv="refresh"');

  expect(await scene.fetcher.run()).toBe(1);
  const [asked] = scene.printer.asked;
  expect(asked?.url).toBe('/erp/print/doc%2F7%20%E2%84%961.pdf?number=INV-7');
  const here = await waiting(scene);
  expect(here).toContain('The document is here');
  expect(here).not.toContain('http-equiv');
  const file = await open(scene);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
  expect(file.headers.get('content-disposition')).toContain('INV-7.pdf');
  const viewed = await portal.request(`/documents/${scene.id}/copy?view=1`, { as: scene.token });
  expect(viewed.headers.get('location')).toBe(`/documents/${scene.id}?view=1`);
  const events = await db.auditEvent.findMany({ where: { type: 'document_opened' } });
  expect(events.map(({ result }) => result)).toEqual(['ok']);
  expect(await scene.fetcher.run()).toBe(0);
});

test('what is no document is not kept, whatever its header says, and the page says so', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal }, { answer: { body: HTML } });
  await open(scene);
  for (const [body, fault] of [
    [HTML, 'not_a_document'],
    [Buffer.from('PK\u0003\u0004'), 'not_a_document'],
    [Buffer.alloc(0), 'not_a_document'],
    [Buffer.concat([PDF, Buffer.alloc(25 * MEGABYTE)]), 'too_large'],
    [Buffer.concat([PDF, Buffer.alloc(36 * MEGABYTE)]), 'too_large'],
  ] as const) {
    scene.printer.answer = { body };
    await letTimePass(scene);
    await scene.fetcher.run();
    expect(await copyOf(scene)).toMatchObject({ fault, keptAt: null, sha256: null });
  }
  expect(await waiting(scene)).toContain('is no file of this document');
  expect((await open(scene)).headers.get('location')).toBe(`/documents/${scene.id}/copy`);
});

test('a source that is down or too slow holds nobody, is tried again after growing pauses, and gives the document later', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal }, { answer: { status: 503 }, deadlineMs: 100 });
  await open(scene);
  await scene.fetcher.run();
  expect(await copyOf(scene)).toMatchObject({ fault: 'failed', attempts: 1 });
  expect(await waiting(scene)).toContain('does not answer');
  expect(await scene.fetcher.run()).toBe(0); // not at once
  const pause = async () => Number((await copyOf(scene)).dueAt) - Date.now();
  const firstPause = await pause();

  scene.printer.answer = 'silent';
  await letTimePass(scene);
  await scene.fetcher.run();
  expect(await copyOf(scene)).toMatchObject({ fault: 'timed_out', attempts: 2 });
  await letTimePass(scene);
  await scene.fetcher.run();
  expect(await pause()).toBeGreaterThan(firstPause);

  scene.printer.answer = { body: PDF };
  await letTimePass(scene);
  await scene.fetcher.run();
  expect((await open(scene)).status).toBe(200);
});

test('after a day of tries the page offers to try once more', async ({ db, portal }) => {
  const scene = await aScene({ db, portal }, { answer: { status: 500 } });
  await open(scene);
  await db.documentCopy.updateMany({ data: { askedAt: new Date(Date.now() - 25 * 60 * 60_000) } });
  await scene.fetcher.run();
  expect(await waiting(scene)).toContain('We tried for a day');
  scene.printer.answer = { body: PDF };
  await portal.request(`/documents/${scene.id}/copy`, { as: scene.token, form: {} });
  await scene.fetcher.run();
  expect((await open(scene)).status).toBe(200);
});

test('another customer finds neither the document nor its copy, nor asks the source for it', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal });
  const stranger = await signedInCustomer(db, { account: { id: (await aTrader(db)).accountId } });
  for (const path of [`/documents/${scene.id}`, `/documents/${scene.id}/copy`]) {
    expect((await portal.request(path, { as: stranger.token })).status).toBe(404);
  }
  const asked = await portal.request(`/documents/${scene.id}/copy`, { as: stranger.token, form: {} });
  expect(asked.status).toBe(404);
  expect(await db.documentCopy.count()).toBe(0);
});

test('a copy opens for its customer and its version only, and ends with either', async ({ db, portal }) => {
  const scene = await aScene({ db, portal });
  const { documents } = portal.services;
  await open(scene);
  await scene.fetcher.run();
  const { documentId: id, accountId, version, sha256 } = await copyOf(scene);
  const own = { id, sha256: sha256 ?? '', copyFor: { accountId, version } };
  expect(await documents.open(own)).toMatchObject({ ok: true });
  for (const copyFor of [
    { accountId: 'another', version },
    { accountId, version: 'version-2' },
  ]) {
    expect(await documents.open({ ...own, copyFor })).toEqual({ ok: false, reason: 'missing' });
  }

  await db.document.update({ where: { id }, data: { rowHash: 'version-2' } });
  expect((await open(scene)).headers.get('location')).toBe(`/documents/${id}/copy`);
  expect(await sweepCopies(portal.services)).toBe(1);
  expect(await documents.open(own)).toEqual({ ok: false, reason: 'missing' });
  await scene.fetcher.run();
  expect((await open(scene)).status).toBe(200);

  // The row is another customer's now: its copy goes with the next sweep, and is opened for nobody before.
  const other = await aTrader(db);
  await db.document.update({ where: { id }, data: { accountId: other.accountId } });
  const { token } = await signedInCustomer(db, { account: { id: other.accountId } });
  expect((await open(scene)).status).toBe(404);
  expect((await open({ ...scene, token })).headers.get('location')).toBe(`/documents/${id}/copy`);
  expect(await sweepCopies(portal.services)).toBe(1);

  // What was wanted before it changed is fetched for nobody.
  await db.document.update({ where: { id }, data: { rowHash: 'version-3' } });
  expect(await scene.fetcher.run()).toBe(0);
  expect(scene.printer.asked).toHaveLength(2);
  expect(await db.documentCopy.count()).toBe(0);
});

test('the copy of one customer in the place of another’s is not opened, and the source is asked anew', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal });
  const { documents } = portal.services;
  await open(scene);
  await scene.fetcher.run();
  const { documentId, accountId, version } = await copyOf(scene);
  const forged = createHash('sha256').update('forged').digest('hex');
  await db.documentCopy.updateMany({ data: { sha256: forged } });
  expect(await documents.open({ id: documentId, sha256: forged, copyFor: { accountId, version } })).toEqual({
    ok: false,
    reason: 'missing',
  });
  expect((await open(scene)).headers.get('location')).toBe(`/documents/${documentId}/copy`);
  const events = await db.auditEvent.findMany({ where: { type: 'document_opened' } });
  expect(events.map(({ result }) => result)).toEqual(['refused']);
  await scene.fetcher.run();
  expect((await open(scene)).status).toBe(200);
});

test('no password reaches another address, and a source that refuses it is stopped after one try', async ({
  db,
  portal,
}) => {
  const elsewhere = await aPrinter({ body: PDF });
  const scene = await aScene({ db, portal }, { answer: { location: elsewhere.address } });
  await open(scene);
  await scene.fetcher.run();
  expect(elsewhere.asked).toEqual([]);
  expect(await copyOf(scene)).toMatchObject({ fault: 'redirected', keptAt: null });

  scene.printer.answer = { status: 401 };
  scene.printer.asked.length = 0;
  await letTimePass(scene);
  await scene.fetcher.run();
  await letTimePass(scene);
  await scene.fetcher.run();
  expect(scene.printer.asked).toHaveLength(1);
  expect(await db.sourceConnection.findFirstOrThrow()).toMatchObject({ stoppedBy: 'credentials' });
  expect(await copyOf(scene)).toMatchObject({ fault: 'source_stopped' });
});

test('a page that waits looks again ever more calmly, and not at all after some minutes, so that it keeps no session open', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal });
  await open(scene);
  const after = async (seconds: number) => {
    await db.documentCopy.updateMany({ data: { askedAt: new Date(Date.now() - seconds * 1_000) } });
    return waiting(scene);
  };
  expect(await after(-60)).toContain('<meta http-equiv="refresh" content="3"');
  expect(await after(60)).toContain('<meta http-equiv="refresh" content="10"');
  const slow = await after(160);
  expect(slow).not.toContain('http-equiv');
  expect(slow).toContain('takes longer than usual');
  expect(slow).toContain(`href="/documents/${scene.id}/copy"`);

  await db.documentCopy.updateMany({
    data: { fault: 'failed', dueAt: new Date(Date.now() - 3_600_000) },
  });
  expect(await waiting(scene)).not.toContain('http-equiv'); // overdue, since nobody fetches
});

test('no file of a copy stays that no row names: neither when it is wanted by nobody any more, nor when it is damaged', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal });
  const { documents, asking, log, env } = portal.services;
  await open(scene);
  const { documentId: id, accountId, version } = await copyOf(scene);
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  const address = { id, sha256, copyFor: { accountId, version } };
  const fetchWhile = (happens: () => Promise<unknown>) => {
    const put: typeof documents.put = async (...kept) => {
      await documents.put(...kept);
      await happens();
    };
    const rules = { isDemo: true };
    return createCopyFetcher({ asking: { ...asking, rules }, documents: { ...documents, put }, log }).run();
  };

  await fetchWhile(() => db.documentCopy.deleteMany());
  expect(await documents.open(address)).toEqual({ ok: false, reason: 'missing' });

  // Another process has kept the same bytes meanwhile.
  await open(scene);
  await fetchWhile(() => db.documentCopy.updateMany({ data: { keptAt: new Date(), sha256 } }));
  expect(await documents.open(address)).toMatchObject({ ok: true });

  await db.documentCopy.updateMany({ data: { mediaType: 'application/pdf', sizeBytes: PDF.byteLength } });
  const folder = join(env.dataDir, 'documents');
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.includes('/')) await writeFile(join(folder, name), 'damaged');
  }
  expect(await documents.open(address)).toEqual({ ok: false, reason: 'damaged' });
  expect((await open(scene)).headers.get('location')).toBe(`/documents/${id}/copy`);
  expect(await documents.open(address)).toEqual({ ok: false, reason: 'missing' });
});

test('a copy that is opened is kept, and one that nobody has opened for a month is erased unless it is asked for that moment', async ({
  db,
  portal,
}) => {
  const scene = await aScene({ db, portal });
  const { services } = portal;
  const lastAsked = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);
  const setAsked = (askedAt: Date) => db.documentCopy.updateMany({ data: { askedAt } });
  await open(scene);
  await scene.fetcher.run();

  const today = lastAsked(0.5);
  await setAsked(today);
  expect((await open(scene)).status).toBe(200);
  expect((await copyOf(scene)).askedAt).toEqual(today); // one write a day is enough
  await setAsked(lastAsked(29));
  expect((await open(scene)).status).toBe(200);
  expect((await copyOf(scene)).askedAt.getTime()).toBeGreaterThan(lastAsked(1).getTime());

  await setAsked(lastAsked(31));
  const remove = async () => void (await setAsked(new Date()));
  expect(await sweepCopies({ ...services, documents: { ...services.documents, remove } })).toBe(0);
  expect(await db.documentCopy.count()).toBe(1);
  await setAsked(lastAsked(31));
  expect(await sweepCopies(services)).toBe(1);
  expect(await db.documentCopy.count()).toBe(0);
});
