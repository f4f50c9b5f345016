import { describe, expect, test } from 'vitest';
import { utf8 } from './commerceml-files.ts';
import { faultsOf, mapSet, mapXml, rowsOf, warningsOf } from './mapped-set.ts';

const BUYER =
  '<Контрагенты><Контрагент><Ид>к1</Ид><Наименование>Ромашка</Наименование>' +
  '<ОфициальноеНаименование>ООО «Ромашка»</ОфициальноеНаименование><ИНН>7701000000</ИНН><КПП>770101001</КПП>' +
  '<Роль>Покупатель</Роль></Контрагент></Контрагенты>';

type DocumentParts = {
  id?: string;
  operation?: string;
  role?: string;
  sum?: string;
  more?: string;
  requisites?: Record<string, string>;
  lines?: string;
};

function aDocument({
  id = 'д1',
  operation = 'Заказ товара',
  role = 'Продавец',
  sum = '120.00',
  more = BUYER,
  requisites = {},
  lines = aLine(),
}: DocumentParts = {}): string {
  const pairs = Object.entries(requisites).map(
    ([name, value]) =>
      `<ЗначениеРеквизита><Наименование>${name}</Наименование><Значение>${value}</Значение></ЗначениеРеквизита>`,
  );
  return (
    `<Документ><Ид>${id}</Ид><Номер>№-${id}</Номер><Дата>2026-03-05</Дата><ХозОперация>${operation}</ХозОперация>` +
    `<Роль>${role}</Роль><Валюта>RUB</Валюта><Курс>1</Курс><Сумма>${sum}</Сумма>${more}` +
    `<Товары>${lines}</Товары><ЗначенияРеквизитов>${pairs.join('')}</ЗначенияРеквизитов></Документ>`
  );
}

function aLine(more = '<ЦенаЗаЕдиницу>60.00</ЦенаЗаЕдиницу><Сумма>120.00</Сумма>', id = 'т1'): string {
  return `<Товар><Ид>${id}</Ид><Наименование>Болт</Наименование><Количество>2</Количество>${more}</Товар>`;
}

function tax(sum: string, isIncluded: boolean): string {
  return (
    '<Налоги><Налог><Наименование>НДС</Наименование>' +
    `<УчтеноВСумме>${isIncluded}</УчтеноВСумме><Сумма>${sum}</Сумма><Ставка>20</Ставка></Налог></Налоги>`
  );
}

function discount(percent: string, isIncluded = true): string {
  return (
    '<ЦенаЗаЕдиницу>60</ЦенаЗаЕдиницу><Сумма>108</Сумма><Скидки><Скидка><Наименование>Акция</Наименование>' +
    `<Сумма>12</Сумма><Процент>${percent}</Процент><УчтеноВСумме>${isIncluded}</УчтеноВСумме></Скидка></Скидки>`
  );
}

describe('orders', () => {
  test('the buyer is a counterparty with tax number and registration reason', async () => {
    const set = await mapXml(aDocument());

    expect(rowsOf(set, 'counterparty')).toMatchObject([
      {
        externalId: 'к1',
        name: 'Ромашка',
        legalName: 'ООО «Ромашка»',
        taxId: '7701000000',
        registrationReason: '770101001',
      },
    ]);
    expect(rowsOf(set, 'order')).toMatchObject([{ counterpartyRef: 'к1', orderedOn: '2026-03-05' }]);
  });

  test('tax in the sum and tax on top of it give net, tax and gross', async () => {
    const totals = async (taxes: string) =>
      rowsOf(await mapXml(aDocument({ more: BUYER + taxes })), 'order')[0];

    expect(await totals(tax('20.00', true))).toMatchObject({
      netMinor: 10000n,
      taxMinor: 2000n,
      grossMinor: 12000n,
    });
    expect(await totals(tax('24.00', false))).toMatchObject({
      netMinor: 12000n,
      taxMinor: 2400n,
      grossMinor: 14400n,
    });
    expect(await totals('')).toMatchObject({ netMinor: 12000n, taxMinor: 0n, grossMinor: 12000n });
  });

  test('an order whose head has no tax takes it from its lines', async () => {
    const set = await mapXml(
      aDocument({ lines: aLine(`<ЦенаЗаЕдиницу>60</ЦенаЗаЕдиницу><Сумма>120</Сумма>${tax('20.00', true)}`) }),
    );

    expect(rowsOf(set, 'order')).toMatchObject([{ netMinor: 10000n, taxMinor: 2000n, grossMinor: 12000n }]);
    expect(rowsOf(set, 'order-line')).toMatchObject([
      { netMinor: 10000n, taxMinor: 2000n, vatPercent: '20' },
    ]);
  });

  test('a discount in the sum makes the price a list price, and the price paid is exact', async () => {
    const line = async (more: string) =>
      rowsOf(await mapXml(aDocument({ lines: aLine(more) })), 'order-line')[0];

    expect(await line(discount('10'))).toMatchObject({
      listPrice: '60',
      discountPercent: '10',
      unitPrice: '54',
    });
    expect(await line(discount('7.5'))).toMatchObject({ discountPercent: '7.5', unitPrice: '55.5' });
    expect(await line(discount('10', false))).toMatchObject({
      listPrice: null,
      discountPercent: null,
      unitPrice: '60',
    });
  });

  test('a discount without a percentage leaves the price paid open instead of rounding one', async () => {
    const set = await mapXml(aDocument({ lines: aLine(discount('')) }));

    expect(rowsOf(set, 'order-line')).toMatchObject([
      { listPrice: '60', discountPercent: null, unitPrice: null },
    ]);
    expect(rowsOf(set, 'order-line')[0]?.details).toContainEqual({
      name: 'Скидки / Скидка / Сумма',
      value: '12',
    });
  });

  test('quantities and prices stay digit for digit as they were sent', async () => {
    const set = await mapXml(aDocument({ lines: aLine('<ЦенаЗаЕдиницу>60.1200</ЦенаЗаЕдиницу>') }));

    expect(rowsOf(set, 'order-line')).toMatchObject([
      { unitPrice: '60.1200', quantity: '2', netMinor: null },
    ]);
  });

  test('a line for goods outside the catalogue keeps its own name', async () => {
    const set = await mapXml(aDocument({ lines: aLine('', 'ORDER_DELIVERY') }));

    expect(rowsOf(set, 'order-line')).toMatchObject([{ name: 'Болт', productRef: 'ORDER_DELIVERY' }]);
    expect(rowsOf(set, 'product')).toEqual([]);
  });

  test.each([
    [{ 'Статус заказа': '[F] Доставлен' }, 'completed', 'Доставлен'],
    [{ 'Статус заказа': 'Частично отгружен' }, 'partially_shipped', 'Частично отгружен'],
    [{ 'Статус заказа': 'К отгрузке' }, 'in_progress', 'К отгрузке'],
    [{ 'Статус заказа': 'Отгружен' }, 'shipped', 'Отгружен'],
    [{ 'Статус заказа': 'Не согласован' }, 'draft', 'Не согласован'],
    [{ 'Статус заказа': 'Согласован' }, 'confirmed', 'Согласован'],
    [{ 'Статус заказа': 'На складе', 'Статуса заказа ИД': 'P' }, 'in_progress', 'На складе'],
    [{ 'Статус заказа': 'Готов', 'Финальный статус': 'true' }, 'completed', 'Готов'],
    [{ 'Статус заказа': 'Доставлен', Отменен: 'true' }, 'cancelled', 'Доставлен'],
    [{ 'Статус заказа': 'Доставлен', Проведен: 'false' }, 'draft', 'Доставлен'],
    [{ Проведен: 'true' }, 'confirmed', null],
  ])('an order that says %j is %s', async (requisites, status, sourceStatus) => {
    const set = await mapXml(aDocument({ requisites }));

    expect(rowsOf(set, 'order')).toMatchObject([{ status, sourceStatus }]);
    expect(warningsOf(set)).toEqual([]);
  });

  test('a status that says nothing to us is kept and named', async () => {
    const set = await mapXml(aDocument({ requisites: { 'Статус заказа': 'Семафор' } }));

    expect(rowsOf(set, 'order')).toMatchObject([{ status: 'confirmed', sourceStatus: 'Семафор' }]);
    expect(warningsOf(set)).toEqual(['status_unknown: Семафор']);
  });

  test('the number of 1C counts, the number that the customer gave stays beside it', async () => {
    const set = await mapXml(aDocument({ requisites: { 'Номер по 1С': 'ТК-77' } }));

    expect(rowsOf(set, 'order')).toMatchObject([{ number: 'ТК-77', customerReference: '№-д1' }]);
  });

  test('requisites that nobody knows are kept with the order', async () => {
    const set = await mapXml(aDocument({ requisites: { 'Номер отгрузки по 1С': 'О-1', Любимый: 'цвет' } }));

    expect(rowsOf(set, 'order')[0]?.details).toEqual([
      { name: 'Номер отгрузки по 1С', value: 'О-1' },
      { name: 'Любимый', value: 'цвет' },
    ]);
  });

  test('an order that 1C deleted is a deleted row, with its lines', async () => {
    const set = await mapXml(aDocument({ requisites: { ПометкаУдаления: 'true' } }));

    expect(set.rows.filter(({ kind }) => kind.startsWith('order')).map(({ row }) => row.isDeleted)).toEqual([
      true,
      true,
    ]);
  });

  test('of an order that stands in two files the newer one counts', async () => {
    const file = (formedOn: string, number: string) =>
      utf8(
        `<КоммерческаяИнформация ДатаФормирования="${formedOn}">` +
          `${aDocument({ requisites: { 'Номер по 1С': number } })}</КоммерческаяИнформация>`,
      );
    const set = await mapSet({
      'new.xml': file('2026-03-07', 'новый'),
      'old.xml': file('2026-03-06', 'старый'),
    });

    expect(rowsOf(set, 'order').map(({ number }) => number)).toEqual(['новый']);
    expect(warningsOf(set)).toEqual(['document_older: Заказ товара']);
  });
});

describe('customers', () => {
  test('our own company is never one of them', async () => {
    const seller = '<Контрагент><Ид>мы</Ид><Наименование>Мы</Наименование><Роль>Продавец</Роль></Контрагент>';
    const set = await mapXml(aDocument({ more: BUYER.replace('<Контрагенты>', `<Контрагенты>${seller}`) }));

    expect(rowsOf(set, 'counterparty').map(({ externalId }) => externalId)).toEqual(['к1']);
    expect(rowsOf(set, 'order')).toMatchObject([{ counterpartyRef: 'к1' }]);
  });

  test('a consignee is a counterparty too, and named in the order', async () => {
    const consignee =
      '<Контрагент><Ид>к2</Ид><Наименование>Склад Лютик</Наименование><Роль>Получатель</Роль></Контрагент>';
    const set = await mapXml(
      aDocument({ more: BUYER.replace('<Контрагенты>', `<Контрагенты>${consignee}`) }),
    );

    expect(rowsOf(set, 'counterparty').map(({ externalId }) => externalId)).toEqual(['к2', 'к1']);
    expect(rowsOf(set, 'order')[0]).toMatchObject({
      counterpartyRef: 'к1',
      details: [{ name: 'Получатель', value: 'Склад Лютик' }],
    });
  });

  test('one without an id is known by the tax number', async () => {
    const set = await mapXml(aDocument({ more: BUYER.replace('<Ид>к1</Ид>', '') }));

    expect(rowsOf(set, 'order')).toMatchObject([{ counterpartyRef: 'ИНН-7701000000-770101001' }]);
  });

  test('an order of somebody without id and tax number is nobody’s, and that is said', async () => {
    const nameless =
      '<Контрагенты><Контрагент><Наименование>Аноним</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты>';
    const set = await mapXml(aDocument({ more: nameless }));

    expect(rowsOf(set, 'order')).toMatchObject([
      { counterpartyRef: null, details: [{ name: 'Покупатель', value: 'Аноним' }] },
    ]);
    expect(warningsOf(set)).toEqual(['counterparty_without_id: Аноним']);
  });

  test('telephone and e-mail become contacts; papers, birth and bank accounts are not kept', async () => {
    const private_ =
      '<Контакты><Контакт><Тип>Телефон рабочий</Тип><Значение>+7 495 000-00-00</Значение></Контакт>' +
      '<Контакт><Тип>Почта</Тип><Значение>a@example.com</Значение></Контакт></Контакты>' +
      '<ДатаРождения>1980-01-01</ДатаРождения><УдостоверениеЛичности><Номер>123456</Номер></УдостоверениеЛичности>' +
      '<РасчетныеСчета><РасчетныйСчет><НомерСчета>40702810</НомерСчета></РасчетныйСчет></РасчетныеСчета>';
    const set = await mapXml(aDocument({ more: BUYER.replace('<Роль>', `${private_}<Роль>`) }));

    expect(rowsOf(set, 'contact')).toMatchObject([
      { counterpartyRef: 'к1', phone: '+7 495 000-00-00', email: 'a@example.com' },
    ]);
    expect(rowsOf(set, 'counterparty')[0]?.details).toEqual([]);
    expect(warningsOf(set)).toEqual([]);
  });
});

describe('documents based on an order', () => {
  const withInner = (inner: string) =>
    aDocument().replace('</Документ>', `<ПодчиненныеДокументы>${inner}</ПодчиненныеДокументы></Документ>`);
  const subordinate = (parts: DocumentParts) =>
    aDocument({ more: '', ...parts })
      .replace('<Документ>', '<ПодчиненныйДокумент>')
      .replace('</Документ>', '</ПодчиненныйДокумент>');

  test('a shipment inside its order finds the order, the line and the customer', async () => {
    const set = await mapXml(withInner(subordinate({ id: 'о1', operation: 'Отпуск товара' })));

    expect(rowsOf(set, 'shipment')).toMatchObject([
      { externalId: 'о1', counterpartyRef: 'к1', status: 'shipped', shippedOn: '2026-03-05' },
    ]);
    expect(rowsOf(set, 'shipment-line')).toMatchObject([
      { shipmentRef: 'о1', orderRef: 'д1', orderLineRef: 'д1/1', quantity: '2' },
    ]);
  });

  test('a shipment in another file names its order as its base, even through an invoice', async () => {
    const basedOn = (base: string) => `${BUYER}<Основание>${base}</Основание>`;
    const file = (inside: string) => utf8(`<КоммерческаяИнформация>${inside}</КоммерческаяИнформация>`);
    const set = await mapSet({
      'a.xml': file(aDocument({ id: 'о1', operation: 'Отпуск товара', more: basedOn('с1') })),
      'b.xml': file(aDocument({ id: 'с1', operation: 'Счет на оплату', more: basedOn('д1') }) + aDocument()),
    });

    expect(rowsOf(set, 'shipment-line')).toMatchObject([{ orderRef: 'д1', orderLineRef: 'д1/1' }]);
    expect(rowsOf(set, 'invoice')).toMatchObject([{ orderRef: 'д1' }]);
  });

  test('goods in two lines of the order lead to the order, not to one of the lines', async () => {
    const set = await mapXml(
      aDocument({ lines: aLine() + aLine() }).replace(
        '</Документ>',
        `<ПодчиненныеДокументы>${subordinate({ id: 'о1', operation: 'Отпуск товара' })}</ПодчиненныеДокументы></Документ>`,
      ),
    );

    expect(rowsOf(set, 'shipment-line')).toMatchObject([{ orderRef: 'д1', orderLineRef: null }]);
  });

  test('an order and a shipment that a shop gave the same number are two documents', async () => {
    const based = `${BUYER}<Основание>20</Основание>`;
    const set = await mapXml(
      aDocument({ id: '20' }) + aDocument({ id: '20', operation: 'Отпуск товара', more: based }),
    );

    expect(rowsOf(set, 'shipment-line')).toMatchObject([
      { shipmentRef: '20', orderRef: '20', orderLineRef: '20/1' },
    ]);
  });

  test('an invoice has its due date and, once paid, no residual; its lines are kept in words', async () => {
    const set = await mapXml(
      aDocument({
        operation: 'Счет на оплату',
        more: `${BUYER}<СрокПлатежа>2026-04-05</СрокПлатежа>${tax('20.00', true)}`,
        requisites: { Оплачен: 'true' },
      }),
    );

    expect(rowsOf(set, 'invoice')).toMatchObject([
      { dueOn: '2026-04-05', totalMinor: 12000n, taxMinor: 2000n, status: 'paid', residualMinor: 0n },
    ]);
    expect(rowsOf(set, 'invoice')[0]?.details).toContainEqual({
      name: 'Строка 1 / Наименование',
      value: 'Болт',
    });
  });

  test('money received is a payment, money given back a negative one', async () => {
    const amountOf = async (operation: string, role: string) =>
      rowsOf(await mapXml(aDocument({ operation, role, lines: '' })), 'payment')[0]?.amountMinor;

    expect(await amountOf('Выплата безналичных денег', 'Получатель')).toBe(12000n);
    expect(await amountOf('Выплата наличных денег', 'Продавец')).toBe(12000n);
    expect(await amountOf('Возврат безналичных денег', 'Плательщик')).toBe(-12000n);
  });

  test('a return is one row for each of its lines', async () => {
    const set = await mapXml(
      aDocument({
        operation: 'Возврат товара',
        requisites: { 'Причина возврата': 'Брак' },
        lines: aLine() + aLine(),
      }),
    );

    expect(rowsOf(set, 'goods-return')).toMatchObject([
      { externalId: 'д1/1', reason: 'Брак', quantity: '2', returnedOn: '2026-03-05' },
      { externalId: 'д1/2' },
    ]);
  });

  test.each(['Отпуск товара', 'Счет на оплату', 'Возврат товара', 'Выплата безналичных денег'])(
    '«%s» that 1C has not posted is taken back',
    async (operation) => {
      const set = await mapXml(aDocument({ operation, requisites: { Проведен: 'false' } }));
      const head = set.rows.find(({ kind }) => kind !== 'counterparty');

      expect(head?.row.isDeleted).toBe(true);
    },
  );

  test('a cancelled shipment and a cancelled invoice stay and say so', async () => {
    const statusOf = async (operation: string, kind: 'shipment' | 'invoice') =>
      rowsOf(await mapXml(aDocument({ operation, requisites: { Отменен: 'true' } })), kind)[0];

    expect(await statusOf('Отпуск товара', 'shipment')).toMatchObject({
      status: 'cancelled',
      isDeleted: false,
    });
    expect(await statusOf('Счет на оплату', 'invoice')).toMatchObject({
      status: 'cancelled',
      isDeleted: false,
    });
  });
});

describe('documents that are not imported', () => {
  test('an operation that we have no place for is named, and nothing of it is kept', async () => {
    const set = await mapXml(aDocument({ operation: 'Счет-фактура' }));

    expect(set.rows).toEqual([]);
    expect(warningsOf(set)).toEqual(['operation_not_imported: Счет-фактура']);
  });

  test('so is a document in which we are the buyer', async () => {
    const set = await mapXml(aDocument({ role: 'Покупатель' }));

    expect(set.rows).toEqual([]);
    expect(warningsOf(set)).toEqual(['role_not_imported: Заказ товара, Покупатель']);
  });

  test.each([
    ['without a date', aDocument().replace('<Дата>2026-03-05</Дата>', ''), 'value_missing'],
    ['with a day that does not exist', aDocument().replace('2026-03-05', '2026-02-30'), 'value_not_readable'],
    ['without a currency', aDocument().replace('<Валюта>RUB</Валюта>', ''), 'value_missing'],
    ['in an unknown currency', aDocument().replace('RUB', 'ABC'), 'currency_unknown'],
    ['with half a kopeck', aDocument({ sum: '120.005' }), 'value_not_readable'],
    [
      'with a line without a quantity',
      aDocument().replace('<Количество>2</Количество>', ''),
      'value_missing',
    ],
  ])('an order %s is a fault', async (_, xml, code) => {
    expect(faultsOf(await mapXml(xml))).toEqual([expect.stringMatching(new RegExp(`^${code}: `))]);
  });
});
