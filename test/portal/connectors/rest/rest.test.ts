/** Services with a JSON interface of their own. Bitrix24 on an EMULATOR; Dolibarr and others by hand-made answers. */
import { afterEach, describe, expect, test } from 'vitest';
import { BITRIX24 } from '#portal/connectors/presets/bitrix24.ts';
import { DOLIBARR } from '#portal/connectors/presets/dolibarr.ts';
import { parseMapping } from '#portal/connectors/mapping/check-mapping.ts';
import { aPullingPortal, openSource } from '#test/support/pulled-source.ts';
import { test as dbTest } from '#test/support/db.ts';
import { BITRIX, startRest } from '#test/support/rest-emulator.ts';
import type { RestEmulator } from '#test/support/rest-emulator.ts';
import { startReplay } from '#test/support/replayed-source.ts';
import type { Replayed, ReplayedSource } from '#test/support/replayed-source.ts';

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const NOW = () => new Date('2026-03-01T12:00:00Z');

async function aBitrix(): Promise<RestEmulator> {
  const company = (id: number, more: object = {}) => ({
    ID: String(id),
    TITLE: `Завод ${id}`,
    ASSIGNED_BY_ID: '1',
    DATE_MODIFY: `2026-02-01T0${id % 10}:00:00+03:00`,
    ...more,
  });
  const emulator = await startRest(BITRIX, {
    'user.get': [{ ID: '1', NAME: 'Мария', LAST_NAME: 'Иванова', EMAIL: 'm@example.com', ACTIVE: true }],
    'crm.company.list': [
      ...Array.from({ length: 60 }, (_, index) => company(index + 1)),
      company(61, { UF_CRM_PAYMENT_DAYS: '30', UF_CRM_PAYMENT_TERMS: '30 дней' }),
    ],
    'crm.contact.list': [
      {
        ID: '5',
        NAME: 'Пётр',
        LAST_NAME: 'Сидоров',
        COMPANY_ID: '61',
        POST: 'директор',
        BIRTHDATE: '1980-05-04T00:00:00+03:00',
        PHONE: [{ VALUE: '+7 900 000-00-00', VALUE_TYPE: 'WORK' }],
        EMAIL: [{ VALUE: 'p@example.com' }],
        DATE_MODIFY: '2026-02-01T10:00:00+03:00',
      },
    ],
    'crm.requisite.list': [
      { ID: '1', ENTITY_TYPE_ID: '4', ENTITY_ID: '61', RQ_INN: '7700000061', RQ_KPP: '770001001' },
      { ID: '2', ENTITY_TYPE_ID: '3', ENTITY_ID: '5', RQ_INN: '500100732259' },
    ],
  });
  opened.push(emulator);
  return emulator;
}

const HOOK = { kind: 'path', path: '12/secret-key' } as const;

describe('Bitrix24 (emulated)', () => {
  dbTest('companies with their tax id, managers, contacts and terms, page by page', async ({ db }) => {
    const { address } = await aBitrix();
    const source = { address: `${address}rest/`, mapping: BITRIX24, credentials: HOOK };
    const portal = await aPullingPortal(db, source);

    const report = await portal.sync();

    expect(report).toMatchObject({ outcome: 'applied', problems: { total: 0 } });
    expect(await db.counterparty.count()).toBe(61);
    const party = await db.counterparty.findFirstOrThrow({ where: { externalId: '61' } });
    expect(party).toMatchObject({ taxId: '7700000061', registrationReason: '770001001' });
    expect(await db.sourceContact.findFirstOrThrow()).toMatchObject({
      name: 'Пётр Сидоров',
      phone: '+7 900 000-00-00',
      birthday: '05-04',
    });
    expect(await db.terms.findFirstOrThrow({ where: { externalId: '61' } })).toMatchObject({
      paymentDays: 30,
    });
  });

  dbTest('a change comes with the next cycle, and only it is read', async ({ db }) => {
    const emulator = await aBitrix();
    const source = { address: `${emulator.address}rest/`, mapping: BITRIX24, credentials: HOOK };
    const portal = await aPullingPortal(db, source);
    await portal.sync();
    const company = emulator.sets['crm.company.list']?.[9];
    Object.assign(company ?? {}, { TITLE: 'Другое имя', DATE_MODIFY: '2026-02-02T10:00:00+03:00' });
    emulator.asked.length = 0;

    const report = await portal.sync();

    expect(report.counts.counterparty).toMatchObject({ added: 0, changed: 1 });
    expect(emulator.asked.find((asked) => asked.includes('filter[>=DATE_MODIFY]'))).toBeDefined();
  });

  test('the secret of the webhook is in no error', async () => {
    const source = await startReplay(() => ({
      status: 400,
      body: { error: 'x', message: 'no method 12/secret-key' },
    }));
    opened.push(source);
    const asked = openSource(
      { address: `${source.address}rest/`, mapping: BITRIX24, credentials: HOOK },
      NOW,
    );

    const fault = await asked.feeds[0]?.sample(1).catch((error: unknown) => String(error));

    expect(source.seen[0]?.url).toMatch(/^\/rest\/12\/secret-key\/user\.get\?/);
    expect(fault).toContain('no method [cut]');
  });
});

describe('Dolibarr, by hand-made answers', () => {
  const ORDER = {
    id: '7',
    ref: 'CO2603-0007',
    socid: '3',
    date: 1772323200,
    delivery_date: '',
    date_modification: 1772326800,
    statut: '1',
    total_ht: '5625.00000000',
    total_tva: '1125.00000000',
    total_ttc: '6750.00000000',
    multicurrency_code: 'EUR',
    lines: [
      {
        id: '11',
        rang: '1',
        qty: '5',
        subprice: '1125.00000000',
        tva_tx: '20.0000',
        desc: 'Valve',
        total_ht: '5625.00',
      },
    ],
  };
  const KEY = { kind: 'header', name: 'DOLAPIKEY', value: 'a-long-key' } as const;

  async function replay(answer: (url: URL) => Replayed): Promise<ReplayedSource> {
    const source = await startReplay(({ url }) => answer(new URL(url, 'http://source')));
    opened.push(source);
    return source;
  }

  dbTest('ids and amounts are texts, dates are seconds, an empty list may be "not found"', async ({ db }) => {
    const source = await replay(({ pathname, searchParams }) => {
      if (pathname !== '/orders')
        return { status: 404, body: { error: { code: 404, message: 'Not Found' } } };
      return { body: searchParams.get('sqlfilters')?.includes('rowid') === true ? [] : [ORDER] };
    });
    const portal = await aPullingPortal(db, { address: source.address, mapping: DOLIBARR, credentials: KEY });

    expect((await portal.sync()).outcome).toBe('applied');

    const order = await db.order.findFirstOrThrow();
    expect(order).toMatchObject({
      number: 'CO2603-0007',
      grossMinor: 675_000n,
      orderedOn: '2026-03-01',
      promisedOn: null,
    });
    expect(await db.orderLine.findFirstOrThrow()).toMatchObject({
      unitPrice: '1125',
      netMinor: 562_500n,
    });
    expect(source.seen.every(({ headers }) => headers['dolapikey'] === 'a-long-key')).toBe(true);
  });

  dbTest('a filter that matches everything is found out', async ({ db }) => {
    let isOld = false;
    const source = await replay(({ pathname, searchParams }) => {
      if (pathname !== '/orders') return { status: 404, body: {} };
      if (searchParams.get('sqlfilters')?.includes('rowid') === true) return { body: [] };
      const before = { ...ORDER, id: '6', date_modification: 1_600_000_000 };
      return { body: isOld && searchParams.get('sortfield') !== 't.tms' ? [before, ORDER] : [ORDER] };
    });
    const portal = await aPullingPortal(db, { address: source.address, mapping: DOLIBARR, credentials: KEY });
    await portal.sync();
    isOld = true;

    const report = await portal.sync();

    expect(report.feeds.find(({ kind }) => kind === 'order')).toMatchObject({ ok: false, code: 'ignored' });
    const [asked] = source.seen.filter(({ url }) => url.includes('tms%3A%3E%3D'));
    // As the clock of the server reads: three hours ahead of UTC, and an hour for clocks that were put back.
    expect(decodeURIComponent(asked?.url ?? '')).toContain("(t.tms:>=:'2026-03-01 02:58:20')");
  });
});

describe('ways of paging', () => {
  const rows = Array.from({ length: 25 }, (_, index) => ({
    id: `n-${index + 1}`,
    title: `Goods ${index + 1}`,
  }));
  const feed = { kind: 'product', set: 'v1/goods', key: ['id'], cursor: { by: 'none' } };
  const fields = { sku: 'id', name: 'title', unit: { value: 'pcs' } };
  const mapping = (paging: object, rest: object) => ({
    mapping: 1,
    title: 'test',
    dialect: 'rest',
    paging: { size: 10, ...paging },
    rest,
    feeds: [{ ...feed, fields }],
  });
  const size = { name: 'limit', text: '{size}' };
  const pageFrom = (start: number) => rows.slice(start, start + 10);

  dbTest.for([
    [
      'by offset',
      mapping({ by: 'skip' }, { rows: 'items', size, offset: { name: 'from', text: '{offset}' } }),
      (url: URL) => ({ items: pageFrom(Number(url.searchParams.get('from'))) }),
    ],
    [
      'by number of page',
      mapping({ by: 'page', first: 1 }, { size, page: { name: 'page', text: '{page}' } }),
      (url: URL) => pageFrom((Number(url.searchParams.get('page')) - 1) * 10),
    ],
    [
      'by links',
      mapping({ by: 'next-link' }, { rows: 'data', next: 'links/next', size }),
      (url: URL) => {
        const at = Number(url.searchParams.get('at') ?? 0);
        return { data: pageFrom(at), links: at < 20 ? { next: `v1/goods?at=${at + 10}` } : {} };
      },
    ],
    [
      'by marks',
      mapping({ by: 'next-link' }, { rows: 'data', next: 'cursor', nextIn: 'after', size }),
      (url: URL) => {
        const at = Number((url.searchParams.get('after') ?? 'm0').slice(1));
        return { data: pageFrom(at), cursor: at < 20 ? `m${at + 10}` : null };
      },
    ],
  ] as const)('%s: all rows come, each once', async ([, plan, answer], { db }) => {
    const source = await startReplay(({ url }) => ({ body: answer(new URL(url, 'http://source')) }));
    opened.push(source);
    const portal = await aPullingPortal(db, { address: source.address, mapping: plan });

    const report = await portal.sync();

    expect(report.outcome).toBe('applied');
    expect(report.counts.product).toMatchObject({ added: 25 });
  });

  dbTest(
    'WEB-11 a link that leads to another host is not followed, and its host learns no credential',
    async ({ db }) => {
      const capture = await startReplay(() => ({ body: { data: [] } }));
      const source = await startReplay(() => ({
        body: { data: pageFrom(0), links: { next: `${capture.address}v1/goods?at=10` } },
      }));
      opened.push(source, capture);
      const plan = mapping({ by: 'next-link' }, { rows: 'data', next: 'links/next', size });
      const portal = await aPullingPortal(db, { address: source.address, mapping: plan });

      const report = await portal.sync();

      expect(report.feeds[0]).toMatchObject({ ok: false, code: 'address_refused' });
      expect(capture.seen).toEqual([]);
    },
  );

  dbTest('a page that comes again and again ends the reading', async ({ db }) => {
    const source = await startReplay(() => ({ body: pageFrom(0) }));
    opened.push(source);
    const plan = mapping({ by: 'skip' }, { size, offset: { name: 'from', text: '{offset}' } });
    const portal = await aPullingPortal(db, { address: source.address, mapping: plan });

    expect((await portal.sync()).feeds[0]).toMatchObject({ ok: false, code: 'ignored' });
  });
});

describe('a mapping for such a service is refused', () => {
  const valid = { ...DOLIBARR };
  const faultsOf = (differences: object) => {
    const parsed = parseMapping({ ...valid, ...differences });
    return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
  };
  test.for([
    ['without saying how it is asked', { rest: undefined }, /^rest: is needed/],
    [
      'that walks by key and does not say how',
      { rest: { ...DOLIBARR.rest, behind: undefined } },
      /^rest.behind: /,
    ],
    ['whose changes can’t be asked for', { rest: { ...DOLIBARR.rest, since: undefined } }, /^rest.since: /],
    [
      'whose set leaves the address',
      { feeds: [{ ...DOLIBARR.feeds[0], set: '../admin' }] },
      /^feeds.0.set: is not/,
    ],
    [
      'whose set is a whole address',
      { feeds: [{ ...DOLIBARR.feeds[0], set: 'http://evil' }] },
      /^feeds.0.set: is not/,
    ],
  ] as const)('%s', ([, differences, fault]) => {
    expect(faultsOf(differences)).toContainEqual(expect.stringMatching(fault));
  });
});
