import { describe, expect, test } from 'vitest';
import { coversWholeKind } from '#portal/connectors/commerceml/set-coverage.ts';
import { utf8 } from './commerceml-files.ts';
import { faultsOf, mapSet, mapXml, rowsOf, warningsOf } from './mapped-set.ts';
import type { MappedSet } from './mapped-set.ts';

const PRICE_TYPES =
  '<ТипыЦен><ТипЦены><Ид>опт</Ид><Наименование>Оптовая</Наименование><Валюта>руб</Валюта>' +
  '<Налог><Наименование>НДС</Наименование><УчтеноВСумме>false</УчтеноВСумме></Налог></ТипЦены></ТипыЦен>';

function catalogue(goods: string, attributes = ''): string {
  return `<Каталог${attributes}><Товары>${goods}</Товары></Каталог>`;
}

function offers(inside: string, { types = PRICE_TYPES, attributes = '' } = {}): string {
  return `<ПакетПредложений${attributes}>${types}<Предложения>${inside}</Предложения></ПакетПредложений>`;
}

function price(amount: string, more = ''): string {
  return `<Цены><Цена><ИдТипаЦены>опт</ИдТипаЦены><ЦенаЗаЕдиницу>${amount}</ЦенаЗаЕдиницу>${more}</Цена></Цены>`;
}

function file(inside: string): Uint8Array {
  return utf8(`<КоммерческаяИнформация>${inside}</КоммерческаяИнформация>`);
}

const BOLT = '<Товар><Ид>1</Ид><Артикул>Б-8</Артикул><Наименование>Болт</Наименование></Товар>';

describe('products', () => {
  test('a product is in the first of its groups, named with the groups above it', async () => {
    const set = await mapXml(
      '<Классификатор><Группы><Группа><Ид>г1</Ид><Наименование>Крепёж</Наименование><Группы>' +
        '<Группа><Ид>г2</Ид><Наименование>Болты</Наименование></Группа></Группы></Группа>' +
        '<Группа><Ид>г3</Ид><Наименование>Акции</Наименование></Группа></Группы></Классификатор>' +
        catalogue(
          '<Товар><Ид>1</Ид><Наименование>Болт</Наименование><Группы><Ид>г2</Ид><Ид>г3</Ид></Группы></Товар>',
        ),
    );

    expect(rowsOf(set, 'product')).toMatchObject([
      { groupName: 'Крепёж / Болты', details: [{ name: 'Группы', value: 'Акции' }] },
    ]);
    expect(warningsOf(set)).toEqual([]);
  });

  test('its unit is the text, a code of the classifier, or a unit that the file describes', async () => {
    const unitOf = async (unit: string, before = '') => {
      const goods = `<Товар><Ид>1</Ид><Наименование>Болт</Наименование>${unit}</Товар>`;
      return rowsOf(await mapXml(before + catalogue(goods)), 'product')[0]?.unit;
    };
    const described =
      '<Классификатор><ЕдиницыИзмерения><ЕдиницаИзмерения><Ид>e1</Ид><Код>9999</Код>' +
      '<НаименованиеКраткое>бухта</НаименованиеКраткое></ЕдиницаИзмерения></ЕдиницыИзмерения></Классификатор>';

    expect(await unitOf('<БазоваяЕдиница Код="796">штук</БазоваяЕдиница>')).toBe('штук');
    expect(await unitOf('<БазоваяЕдиница Код="166" НаименованиеПолное="Килограмм"/>')).toBe('кг');
    expect(await unitOf('<БазоваяЕдиница>796</БазоваяЕдиница>')).toBe('шт');
    expect(await unitOf('<БазоваяЕдиница>9999</БазоваяЕдиница>', described)).toBe('бухта');
    expect(await unitOf('<БазоваяЕдиница Код="7777" НаименованиеПолное="Связка"/>')).toBe('Связка');
  });

  test('VAT rate, package and properties are taken over, properties in words', async () => {
    const set = await mapXml(
      '<Классификатор><Свойства><Свойство><Ид>с1</Ид><Наименование>Цвет</Наименование><ВариантыЗначений>' +
        '<Справочник><ИдЗначения>з1</ИдЗначения><Значение>Синий</Значение></Справочник>' +
        '</ВариантыЗначений></Свойство></Свойства></Классификатор>' +
        catalogue(
          '<Товар><Ид>1</Ид><Наименование>Болт</Наименование><БазоваяЕдиница Код="796">шт<Пересчет>' +
            '<Единица>778</Единица><Коэффициент>100</Коэффициент></Пересчет></БазоваяЕдиница>' +
            '<СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>20</Ставка></СтавкаНалога></СтавкиНалогов>' +
            '<ЗначенияСвойств><ЗначенияСвойства><Ид>с1</Ид><Значение>з1</Значение></ЗначенияСвойства></ЗначенияСвойств></Товар>',
        ),
    );

    expect(rowsOf(set, 'product')).toMatchObject([{ vatCode: '20', packQuantity: '100' }]);
    expect(rowsOf(set, 'product')[0]?.details).toContainEqual({ name: 'Цвет', value: 'Синий' });
  });

  test.each([
    ['a status', '<Товар Статус="Удален"><Ид>1</Ид></Товар>'],
    ['an element', '<Товар><Ид>1</Ид><ПометкаУдаления>true</ПометкаУдаления></Товар>'],
  ])('a product marked as deleted by %s is a deleted row, even with its id alone', async (_, goods) => {
    expect(rowsOf(await mapXml(catalogue(goods)), 'product')).toMatchObject([
      { externalId: '1', isDeleted: true },
    ]);
  });
});

describe('offers', () => {
  test('an offer with a characteristic is a product of its own, in the group of its product', async () => {
    const set = await mapSet({
      'offers.xml': file(
        offers(
          `<Предложение><Ид>1#синий</Ид><Наименование>Болт (синий)</Наименование>${price('7.50')}</Предложение>`,
        ),
      ),
      'import.xml': file(
        '<Классификатор><Группы><Группа><Ид>г</Ид><Наименование>Болты</Наименование></Группа></Группы></Классификатор>' +
          catalogue('<Товар><Ид>1</Ид><Наименование>Болт</Наименование><Группы><Ид>г</Ид></Группы></Товар>'),
      ),
    });

    expect(rowsOf(set, 'product')).toMatchObject([
      { externalId: '1#синий', name: 'Болт (синий)', groupName: 'Болты' },
      { externalId: '1' },
    ]);
    expect(rowsOf(set, 'price-entry')).toMatchObject([
      {
        externalId: '1#синий@опт',
        productRef: '1#синий',
        priceListRef: 'опт',
        price: '7.50',
        minQuantity: '0',
      },
    ]);
  });

  test('an offer for goods of the catalogue leaves their name to the catalogue', async () => {
    const set = await mapXml(
      catalogue(BOLT) +
        offers(`<Предложение><Ид>1</Ид><Наименование>Болт</Наименование>${price('7')}</Предложение>`),
    );

    expect(rowsOf(set, 'product')).toHaveLength(1);
    expect(warningsOf(set)).toEqual([]);
  });

  test('an offer for goods that no catalogue describes describes them itself', async () => {
    const set = await mapXml(
      offers(
        `<Предложение><Ид>1</Ид><Артикул>Б-8</Артикул><Наименование>Болт</Наименование>${price('7')}</Предложение>`,
      ),
    );

    expect(rowsOf(set, 'product')).toMatchObject([{ externalId: '1', sku: 'Б-8', name: 'Болт' }]);
  });

  test('goods with prices that nothing describes are named', async () => {
    const set = await mapXml(offers(`<Предложение><Ид>1</Ид>${price('7')}</Предложение>`));

    expect(warningsOf(set)).toEqual(['goods_not_described: 1']);
  });

  test('price types are price lists of kind type, with and without VAT', async () => {
    const set = await mapXml(offers(''));

    expect(rowsOf(set, 'price-list')).toMatchObject([
      { externalId: 'опт', name: 'Оптовая', kind: 'type', currency: 'RUB', isTaxIncluded: false },
    ]);
  });

  test('a price in another currency than its type is in a list of its own', async () => {
    const set = await mapXml(
      catalogue(BOLT) +
        offers(`<Предложение><Ид>1</Ид>${price('0.1', '<Валюта>USD</Валюта>')}</Предложение>`),
    );

    expect(rowsOf(set, 'price-list')).toMatchObject([
      { externalId: 'опт', currency: 'RUB' },
      { externalId: 'опт:USD', name: 'Оптовая (USD)', currency: 'USD' },
    ]);
    expect(rowsOf(set, 'price-entry')).toMatchObject([{ priceListRef: 'опт:USD' }]);
  });

  test('quantity tiers, packages and the period of the package are kept', async () => {
    const set = await mapXml(
      '<ПакетПредложений><ДействительноС>2026-01-01</ДействительноС><ДействительноДо>2026-03-31</ДействительноДо>' +
        `${PRICE_TYPES}<Предложения><Предложение><Ид>1</Ид><Наименование>Болт</Наименование>` +
        '<БазоваяЕдиница>шт</БазоваяЕдиница>' +
        price('70', '<Единица>упак</Единица><Коэффициент>10</Коэффициент><МинКоличество>5</МинКоличество>') +
        '</Предложение></Предложения></ПакетПредложений>',
    );

    expect(rowsOf(set, 'price-entry')).toMatchObject([
      {
        externalId: '1@опт@5',
        minQuantity: '5',
        unit: 'упак (10 шт)',
        validFromOn: '2026-01-01',
        validToOn: '2026-03-31',
      },
    ]);
  });

  test.each([
    ['a currency that nobody knows', price('7', '<Валюта>тугрик</Валюта>'), /^currency_unknown: .*тугрик/],
    ['a price that is no number', price('дорого'), /^value_not_readable: .*дорого/],
    ['a price without an amount', price(''), /^value_missing/],
    [
      'a price type that nobody named',
      price('7').replace('опт', 'мелкий опт'),
      /^price_type_unknown: .*мелкий опт/,
    ],
  ])('%s is a fault that names it, and the next offer is read all the same', async (_, prices, fault) => {
    const set = await mapXml(
      catalogue(BOLT) +
        offers(
          `<Предложение><Ид>1</Ид>${prices}</Предложение><Предложение><Ид>1</Ид>${price('8')}</Предложение>`,
        ),
    );

    expect(faultsOf(set)).toEqual([expect.stringMatching(fault)]);
    expect(rowsOf(set, 'price-entry')).toMatchObject([{ price: '8' }]);
  });

  test('stock is read by warehouse, in each of the forms in which 1C writes it', async () => {
    const warehouses = '<Склады><Склад><Ид>с</Ид><Наименование>Центральный</Наименование></Склад></Склады>';
    const stockOf = async (inside: string) =>
      rowsOf(
        await mapXml(
          catalogue(BOLT) +
            offers(`<Предложение><Ид>1</Ид>${inside}</Предложение>`, { types: PRICE_TYPES + warehouses }),
        ),
        'stock',
      ).map(({ externalId, warehouse, quantity }) => [externalId, warehouse, quantity]);

    const central = [['1@с', 'Центральный', '20']];
    expect(await stockOf('<Склад ИдСклада="с" КоличествоНаСкладе="20"/>')).toEqual(central);
    expect(await stockOf('<Склады ИдСклада="с" КоличествоНаСкладе="20"/>')).toEqual(central);
    expect(
      await stockOf(
        '<Остатки><Остаток><Склад><Ид>с</Ид><Количество>20</Количество></Склад></Остаток></Остатки>',
      ),
    ).toEqual(central);
    expect(
      await stockOf(
        '<Остатки><Остаток><Склад><Ид>с</Ид></Склад><Количество>20</Количество></Остаток></Остатки>',
      ),
    ).toEqual(central);
    expect(await stockOf('<Количество>20</Количество>')).toEqual([['1@', 'Все склады', '20']]);
    expect(await stockOf('<Остатки><Остаток><Количество>20</Количество></Остаток></Остатки>')).toEqual([
      ['1@', 'Все склады', '20'],
    ]);
  });

  test('a total that is not the sum of the warehouses is named', async () => {
    const set = await mapXml(
      catalogue(BOLT) +
        offers(
          '<Предложение><Ид>1</Ид><Количество>21</Количество><Склад ИдСклада="с" КоличествоНаСкладе="20"/></Предложение>',
        ),
    );

    expect(warningsOf(set)).toContain('stock_total_differs: 1');
  });

  test('goods, prices and stock in three files are one set, whatever their order', async () => {
    const files = {
      'rests.xml': file(
        offers(
          '<Предложение><Ид>1#а</Ид><Остатки><Остаток><Количество>3</Количество></Остаток></Остатки></Предложение>',
          {
            types: '',
          },
        ),
      ),
      'prices.xml': file(offers(`<Предложение><Ид>1#а</Ид>${price('7')}</Предложение>`, { types: '' })),
      'offers.xml': file(
        offers('<Предложение><Ид>1#а</Ид><Наименование>Болт А</Наименование></Предложение>'),
      ),
      'import.xml': file(catalogue(BOLT)),
    };
    const sorted = (set: MappedSet) =>
      set.rows.map(({ kind, row }) => `${kind} ${JSON.stringify(row)}`).toSorted();
    const straight = await mapSet(files);
    const reversed = await mapSet(Object.fromEntries(Object.entries(files).toReversed()));

    expect(faultsOf(straight)).toEqual([]);
    expect(sorted(straight)).toEqual(sorted(reversed));
    expect(straight.rows.map(({ kind }) => kind).toSorted()).toEqual([
      'price-entry',
      'price-list',
      'product',
      'product',
      'stock',
    ]);
  });
});

describe('whether a set is all there is', () => {
  const full = ' СодержитТолькоИзменения="false"';
  const changes = ' СодержитТолькоИзменения="true"';
  const named = `<Предложение><Ид>1</Ид><Наименование>Болт</Наименование>${price('7')}</Предложение>`;
  const kinds = ['product', 'price-list', 'price-entry', 'stock', 'order', 'counterparty'] as const;
  const coveredBy = async (inside: string) => {
    const { survey } = await mapXml(inside);
    return kinds.filter((kind) => coversWholeKind(kind, survey));
  };

  test('a full catalogue with a full package is all goods and prices, and never all orders or customers', async () => {
    expect(await coveredBy(catalogue(BOLT, full) + offers(named, { attributes: full }))).toEqual([
      'product',
      'price-list',
      'price-entry',
    ]);
  });

  test('a list of changes, or one that does not say, is not', async () => {
    expect(await coveredBy(catalogue(BOLT, changes) + offers(named, { attributes: changes }))).toEqual([]);
    expect(await coveredBy(catalogue(BOLT) + offers(named))).toEqual([]);
    expect(
      await coveredBy(
        `<ИзмененияПакетаПредложений${full}><Предложения>${named}</Предложения></ИзмененияПакетаПредложений>`,
      ),
    ).toEqual([]);
  });

  test('a full catalogue without offers is not all products: variants come with the offers', async () => {
    expect(await coveredBy(catalogue(BOLT, full))).toEqual([]);
  });

  test('one list of changes among full ones makes the set one of changes', async () => {
    const both = offers(named, { attributes: full }) + offers(named, { attributes: changes });

    expect(await coveredBy(catalogue(BOLT, full) + both)).toEqual([]);
  });

  test('full stock without prices says nothing of prices', async () => {
    const stock = '<Предложение><Ид>1</Ид><Количество>3</Количество></Предложение>';

    expect(await coveredBy(offers(stock, { types: '', attributes: full }))).toEqual(['stock']);
  });
});
