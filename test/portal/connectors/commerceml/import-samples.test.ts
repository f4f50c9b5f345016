import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { commerceMlFileAt } from '#portal/connectors/commerceml/commerceml-file.server.ts';
import { SAMPLES, sampleBytes, sampleText, utf8, windows1251 } from './commerceml-files.ts';
import { file, readModelOf, samples, test, warningsOf } from './imports.ts';
import type { Files } from './imports.ts';

describe('the public samples', () => {
  test('import with every product, price, stock, customer and order in them', async ({ db, run }) => {
    const outcome = await run(samples);

    expect(outcome).toMatchObject({
      ok: true,
      change: 'applied',
      counts: {
        product: { added: 7, removed: 0 },
        'price-list': { added: 1 },
        'price-entry': { added: 5 },
        stock: { added: 5 },
        counterparty: { added: 1 },
        contact: { added: 1 },
        order: { added: 1 },
        'order-line': { added: 2 },
      },
    });
    expect(await db.priceList.findMany({ select: { name: true, kind: true, currency: true } })).toEqual([
      { name: 'Розничная', kind: 'type', currency: 'RUB' },
    ]);
  });

  test('show a price with its variant and its stock', async ({ db, run }) => {
    await run(samples);
    const product = await db.product.findFirstOrThrow({
      where: { name: 'Женские ботфорты коричневые (39)' },
    });

    expect(product).toMatchObject({ sku: 'Б-130001', unit: 'пар', status: 'active', deletedAt: null });
    expect(await db.priceEntry.findFirst({ where: { productId: product.id } })).toMatchObject({
      price: '1496',
      minQuantity: '0',
    });
    expect(await db.stock.findFirst({ where: { productId: product.id } })).toMatchObject({
      warehouse: 'Магазин "Обувь"',
      quantity: '19',
    });
  });

  test('show the order with its customer, lines, total and status', async ({ db, run }) => {
    await run(samples);
    const order = await db.order.findFirstOrThrow();
    const lines = await db.orderLine.findMany({ where: { orderId: order.id }, orderBy: { lineNo: 'asc' } });

    expect(order).toMatchObject({
      number: '20',
      orderedOn: '2007-10-16',
      status: 'completed',
      sourceStatus: 'Доставлен',
      currency: 'RUB',
      grossMinor: 968_342n,
    });
    expect(lines).toMatchObject([
      { name: 'Доставка заказа', quantity: '1', unitPrice: '348.00', netMinor: 34_800n },
      { name: 'Комбайн MOULINEX A77 4C', quantity: '1.00', unitPrice: '9335.42', netMinor: 933_542n },
    ]);
    expect(await db.counterparty.findFirst()).toMatchObject({
      id: order.counterpartyId,
      name: 'Петр Петров',
    });
  });

  test('belong to nobody until a person has said whose they are', async ({ db, run }) => {
    await run(samples);

    expect(await db.order.findFirst()).toMatchObject({ accountId: null });
    expect(await db.counterparty.findFirst()).toMatchObject({ accountId: null, taxId: '' });
  });

  test('keep the requisites that the portal has no field for', async ({ db, run }) => {
    await run(samples);
    const order = await db.order.findFirstOrThrow({ select: { detailsJson: true } });

    expect(JSON.parse(order.detailsJson)).toContainEqual({
      name: 'Номер платежного документа',
      value: 'ТК000000026',
    });
  });

  test('say as of when, goods and documents each by their own file', async ({ db, run }) => {
    await run(samples);
    const states = await db.sourceState.findMany({ select: { kind: true, asOf: true } });

    expect(Object.fromEntries(states.map(({ kind, asOf }) => [kind, asOf.toISOString()]))).toMatchObject({
      product: '2017-07-13T11:45:41.000Z',
      order: '2008-03-27T21:00:00.000Z',
    });
  });

  test('tell what of them points nowhere', async ({ run }) => {
    const warnings = warningsOf(await run(samples));

    expect(warnings).toContain(
      'unknown_reference: the group e5a4c309-a659-11dd-acee-0015e9b8c48d has no name in these files; its goods are in no group (2 times)',
    );
    expect(warnings).toContain('unknown_reference: there is no product ORDER_DELIVERY');
  });

  test('give the same rows in windows-1251 and UTF-8, with the namespace and without, in any order', async ({
    db,
    run,
  }) => {
    await run(samples);
    const first = await readModelOf(db);
    const other: Files = {
      'c.xml': windows1251(
        sampleText('carono-offers.xml')
          .replace('encoding="UTF-8"', 'encoding="windows-1251"')
          .replace(' xmlns="urn:1C.ru:commerceml_2"', ''),
      ),
      'b.xml': utf8(
        sampleText('carono-orders.xml')
          .replace('windows-1251', 'UTF-8')
          .replace(' ВерсияСхемы', ' xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы'),
      ),
      'a.xml': utf8(sampleText('carono-import-small.xml').replace(' xmlns="urn:1C.ru:commerceml_2"', '')),
    };

    expect(await run(other)).toMatchObject({
      ok: true,
      change: 'applied',
      counts: { product: { unchanged: 7 } },
    });
    expect(await readModelOf(db)).toBe(first);
  });

  test('change nothing when they are imported again', async ({ db, run }) => {
    await run(samples);
    const first = await readModelOf(db);

    expect(await run(samples)).toEqual({ ok: true, change: 'unchanged' });
    expect(await readModelOf(db)).toBe(first);
  });

  test('change nothing in a dry run, which says what they would', async ({ db, run }) => {
    const outcome = await run(samples, { isDryRun: true });

    expect(outcome).toMatchObject({ ok: true, change: 'checked', counts: { product: { added: 7 } } });
    expect(await db.source.count()).toBe(0);
    expect(await db.product.count()).toBe(0);
  });

  test('import from files on the disk', async ({ db, run, tempFolder }) => {
    const paths = await Promise.all(
      SAMPLES.map(async (name) => {
        const path = join(tempFolder, name);
        await writeFile(path, sampleBytes(name));
        return path;
      }),
    );

    await run({}, { files: paths.map(commerceMlFileAt) });
    expect(await db.product.count()).toBe(7);
  });

  test('leave no rows behind in the temporary folder', async ({ run, tempFolder }) => {
    await run(samples);
    await run({ 'broken.xml': utf8('<КоммерческаяИнформация>') });

    expect(await readdir(tempFolder)).toEqual([]);
  });
});

test('a name with a line separator of Unicode stays one name', async ({ db, run }) => {
  const name = 'Болт\u2028М8\u2029&#xD;цинк';
  const product = `<Товар><Ид>1</Ид><Наименование>${name}</Наименование></Товар>`;
  await run({ 'import.xml': file(`<Каталог><Товары>${product}</Товары></Каталог>`) });

  expect(await db.product.findFirst()).toMatchObject({ name: 'Болт\u2028М8\u2029\nцинк' });
});

test('a product that says more than a row may hold keeps the first part, and that is said', async ({
  db,
  run,
}) => {
  const more = Array.from({ length: 2_001 }, (_, index) => `<Неведомое>${index}</Неведомое>`).join('');
  const product = `<Товар><Ид>1</Ид><Наименование>Болт</Наименование>${more}</Товар>`;
  const outcome = await run({ 'import.xml': file(`<Каталог><Товары>${product}</Товары></Каталог>`) });

  expect(warningsOf(outcome)).toEqual([
    'too_large: 1 says more than a row may hold; the last details are left out',
  ]);
  expect(JSON.parse((await db.product.findFirstOrThrow()).detailsJson)).toHaveLength(2_000);
});

test('progress is told for reading and for writing', async ({ run }) => {
  const told: string[] = [];
  await run(samples, {
    onReading: ({ phase, file: name, bytesDone }) => told.push(`${phase} ${name} ${bytesDone > 0}`),
    onProgress: ({ phase, kind }) => told.push(`${phase} ${kind}`),
  });

  expect(told).toContain('survey carono-offers.xml true');
  expect(told).toContain('map carono-offers.xml true');
  expect(told).toContain('check price-entry');
  expect(told).toContain('write price-entry');
});
