import { describe, expect } from 'vitest';
import { utf8 } from './commerceml-files.ts';
import { PRICE_TYPES, anOrder, file, goods, problemsOf, test, warningsOf } from './imports.ts';

const TWENTY = Array.from({ length: 20 }, (_, index) => index + 1);

describe('what is missing in a later set', () => {
  test('is gone if the set is all there is', async ({ db, run }) => {
    await run(goods(TWENTY));

    expect(await run(goods(TWENTY.slice(1), { formedOn: '2026-03-02' }))).toMatchObject({
      counts: {
        product: { removed: 1, unchanged: 19 },
        'price-entry': { removed: 1 },
        stock: { removed: 1 },
      },
    });
    expect(await db.product.findMany({ where: { deletedAt: { not: null } } })).toMatchObject([
      { externalId: '1' },
    ]);
  });

  test('stays if the set holds changes only', async ({ db, run }) => {
    await run(goods(TWENTY));
    const outcome = await run(goods([2], { isChanges: true, price: '8', formedOn: '2026-03-02' }));

    expect(outcome).toMatchObject({
      ok: true,
      counts: { product: { removed: 0 }, 'price-entry': { changed: 1 } },
    });
    expect(await db.product.count({ where: { deletedAt: null } })).toBe(20);
    expect(await db.priceEntry.count({ where: { deletedAt: null } })).toBe(20);
  });

  test('is asked about if it is more than a tenth', async ({ db, run }) => {
    await run(goods(TWENTY));
    const half = goods(TWENTY.slice(10), { formedOn: '2026-03-02' });

    expect(await run(half)).toMatchObject({
      ok: false,
      reason: 'would_remove_too_much',
      kinds: expect.arrayContaining([{ kind: 'product', live: 20, removed: 10 }]),
    });
    expect(await db.product.count({ where: { deletedAt: null } })).toBe(20);
    expect(await run(half, { allowRemoval: true })).toMatchObject({ ok: true });
    expect(await db.product.count({ where: { deletedAt: null } })).toBe(10);
  });

  test('goes one by one by the mark «Удален»', async ({ db, run }) => {
    await run(goods(TWENTY));
    const deletion = file(
      '<Каталог СодержитТолькоИзменения="true"><Товары><Товар Статус="Удален"><Ид>5</Ид></Товар></Товары></Каталог>',
      '2026-03-02',
    );

    expect(await run({ 'import.xml': deletion })).toMatchObject({ counts: { product: { removed: 1 } } });
    expect(await db.product.findFirst({ where: { deletedAt: { not: null } } })).toMatchObject({
      externalId: '5',
    });
  });

  test('a price that an offer no longer has is gone, prices of other goods stay', async ({ db, run }) => {
    await run(goods(TWENTY));
    const noPrice = file(
      '<ИзмененияПакетаПредложений><Предложения><Предложение><Ид>3</Ид><Цены/></Предложение></Предложения></ИзмененияПакетаПредложений>',
      '2026-03-02',
    );

    expect(await run({ 'prices.xml': noPrice })).toMatchObject({ counts: { 'price-entry': { removed: 1 } } });
    expect(await db.priceEntry.count({ where: { deletedAt: null } })).toBe(19);
  });
});

describe('sets that come one after the other', () => {
  test('a customer with several orders is one customer, as the newest file has them', async ({ db, run }) => {
    const buyer = (name: string) =>
      `<Контрагенты><Контрагент><Ид>к</Ид><Наименование>${name}</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты>`;
    const order = (id: string, name: string, formedOn: string) =>
      utf8(
        anOrder(1, formedOn)
          .toString()
          .replace('<Ид>з1</Ид>', `<Ид>${id}</Ид>${buyer(name)}`),
      );
    const set = {
      'b.xml': order('з2', 'Новое имя', '2026-03-02'),
      'a.xml': order('з1', 'Имя', '2026-03-01'),
    };

    expect(await run(set)).toMatchObject({
      ok: true,
      counts: { counterparty: { added: 1 }, order: { added: 2 } },
    });
    expect(await db.counterparty.findFirst()).toMatchObject({ name: 'Новое имя' });
  });

  test('an order that comes again with fewer lines has fewer lines', async ({ db, run }) => {
    await run({ 'a.xml': anOrder(12, '2026-03-01') });
    await run({ 'b.xml': anOrder(11, '2026-03-02') });

    expect(await db.orderLine.count({ where: { deletedAt: null } })).toBe(11);
    expect(await db.order.findFirst()).toMatchObject({ grossMinor: 1100n });
  });

  test('an older file does not bring back an older order', async ({ db, run }) => {
    await run({ 'b.xml': anOrder(2, '2026-03-02') });
    const outcome = await run({ 'a.xml': anOrder(1, '2026-03-01') });

    expect(warningsOf(outcome)).toEqual([
      'older_than_last: "Заказ товара" is older here than what is known of it',
    ]);
    expect(await db.orderLine.count({ where: { deletedAt: null } })).toBe(2);
    expect(await db.order.findFirst()).toMatchObject({ grossMinor: 200n });
  });

  test('the same order in a file that was written later changes nothing, and what was written in between comes too late', async ({
    db,
    run,
  }) => {
    await run({ 'a.xml': anOrder(2, '2026-03-01') });
    const again = await run({ 'c.xml': anOrder(2, '2026-03-03') });
    const nothing = { added: 0, changed: 0, removed: 0 };
    expect(again).toMatchObject({
      ok: true,
      counts: { order: { ...nothing, unchanged: 1 }, 'order-line': { ...nothing, unchanged: 2 } },
    });

    const late = await run({ 'b.xml': anOrder(1, '2026-03-02') });

    expect(warningsOf(late)).toEqual([
      'older_than_last: "Заказ товара" is older here than what is known of it',
    ]);
    expect(await db.order.findFirst()).toMatchObject({ grossMinor: 200n });
    expect(await db.orderLine.count({ where: { deletedAt: null } })).toBe(2);
  });

  test.for([true, false])(
    'an older file does not bring back older prices (only changes: %s)',
    async (isChanges, { run }) => {
      await run(goods(TWENTY, { formedOn: '2026-03-02' }));

      expect(
        problemsOf(await run(goods(TWENTY, { isChanges, price: '6', formedOn: '2026-03-01' }))),
      ).toMatchObject([{ code: 'older_than_last' }]);
    },
  );

  test('prices, stock and variants find the types, warehouses and groups that came before', async ({
    db,
    run,
  }) => {
    const group = '<Группы><Группа><Ид>г</Ид><Наименование>Болты</Наименование></Группа></Группы>';
    const product = '<Товар><Ид>1</Ид><Наименование>Болт</Наименование><Группы><Ид>г</Ид></Группы></Товар>';
    const warehouse = '<Склады><Склад><Ид>с</Ид><Наименование>Центральный</Наименование></Склад></Склады>';
    const stock = '<Склад ИдСклада="с" КоличествоНаСкладе="20"/>';
    await run({
      'import.xml': file(
        `<Классификатор>${group}</Классификатор><Каталог><Товары>${product}</Товары></Каталог>`,
      ),
      'offers.xml': file(
        `<ПакетПредложений>${PRICE_TYPES}${warehouse}<Предложения><Предложение><Ид>1</Ид>${stock}</Предложение></Предложения></ПакетПредложений>`,
      ),
    });
    const outcome = await run({
      'later.xml': file(
        '<ПакетПредложений><Предложения><Предложение><Ид>1#а</Ид><Наименование>Болт А</Наименование>' +
          '<Цены><Цена><ИдТипаЦены>опт</ИдТипаЦены><ЦенаЗаЕдиницу>7</ЦенаЗаЕдиницу></Цена></Цены>' +
          `${stock}</Предложение></Предложения></ПакетПредложений>`,
        '2026-03-02',
      ),
    });

    expect(warningsOf(outcome)).toEqual([]);
    expect(await db.product.findFirst({ where: { externalId: '1#а' } })).toMatchObject({
      groupName: 'Болты',
    });
    expect(await db.stock.findFirst({ where: { externalId: '1#а@с' } })).toMatchObject({
      warehouse: 'Центральный',
    });
    expect(await db.priceEntry.count()).toBe(1);
  });

  test('a shipment that comes later finds its order and the line of it', async ({ db, run }) => {
    const orders = anOrder(1, '2026-03-01').toString();
    await run({ ...goods([1]), 'orders.xml': utf8(orders) });
    const shipment = orders
      .replace('Заказ товара', 'Отпуск товара')
      .replace('<Ид>з1</Ид>', '<Ид>о1</Ид><Основание>з1</Основание>');
    await run({ 'shipment.xml': utf8(shipment) });
    const order = await db.order.findFirstOrThrow();
    const line = await db.orderLine.findFirstOrThrow();

    expect(await db.shipmentLine.findFirst()).toMatchObject({ orderId: order.id, orderLineId: line.id });
  });
});
