/** Sources that send what they have, with the same trade in each: customers, goods, orders with two lines each. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { importCommerceMl } from '#portal/connectors/commerceml/import-commerceml.server.ts';
import type { ImportOutcome } from '#portal/connectors/import-outcome.ts';
import type { SyncDeps } from '#portal/connectors/sync-deps.ts';
import { writeFileDrop } from './file-drop.ts';
import { aCounterparty, anOrder, anOrderLine, aProduct } from './source-rows.ts';
import { importFrom } from './sync.ts';
import { CUSTOMERS, range } from './world.ts';

export type PushedOrder = { number: number; gross: string; lines: number; isDeleted: boolean };

export type PushedWorld = {
  orders: PushedOrder[];
  /** How many of its goods it shows. */
  shownGoods: number;
  send: (deps: SyncDeps, differences?: Sending) => Promise<ImportOutcome>;
};

export type Sending = {
  allowRemoval?: boolean;
  /** What becomes of the file of orders on the way. */
  spoil?: (file: Buffer) => Buffer;
};

const ORDERS = 20;
export const GOODS = 20;
export const UNIT_PRICE = '9335.4200000001';

export const PUSHED_WORLDS = [
  { name: 'File drop', open: () => aWorld(sendFileDrop) },
  { name: 'CommerceML (own files in the shapes of public samples)', open: () => aWorld(sendCommerceMl) },
] as const;

export function newOrder(number: number): PushedOrder {
  return { number, gross: `${number}.40`, lines: 2, isDeleted: false };
}

type Sent = { deps: SyncDeps; world: PushedWorld; sentAt: string } & Required<Sending>;

/** Each sending is an hour later than the one before. */
function aWorld(sendAll: (sent: Sent) => Promise<ImportOutcome>): PushedWorld {
  let sendings = 0;
  const world: PushedWorld = {
    orders: range(ORDERS).map(newOrder),
    shownGoods: GOODS,
    send: (deps, { allowRemoval = false, spoil = (file: Buffer) => file } = {}) => {
      sendings += 1;
      const sentAt = `2026-03-01T${String(sendings).padStart(2, '0')}:00:00`;
      return sendAll({ deps, world, sentAt, allowRemoval, spoil });
    },
  };
  return world;
}

async function sendFileDrop({ deps, world, sentAt, allowRemoval, spoil }: Sent): Promise<ImportOutcome> {
  const orders = world.orders.filter(({ isDeleted }) => !isDeleted);
  const rows = {
    product: range(world.shownGoods).map((number) => aProduct(`p${number}`)),
    counterparty: range(CUSTOMERS).map((number) => aCounterparty(`c${number}`)),
    order: orders.map(({ number, gross }) =>
      anOrder(`o${number}`, customerOf(number), { net: gross, tax: '0.00', gross }),
    ),
    'order-line': orders.flatMap(({ number, lines }) =>
      range(lines).map((no) =>
        anOrderLine(`o${number}-${no}`, `o${number}`, {
          line_no: String(no),
          product: `p${no}`,
          unit_price: UNIT_PRICE,
        }),
      ),
    ),
  };
  const dir = await writeFileDrop({ rows, manifest: { generatedAt: `${sentAt}Z` } });
  const path = join(dir, 'orders.csv');
  await writeFile(path, spoil(await readFile(path)));
  return importFrom(deps, dir, { allowRemoval });
}

async function sendCommerceMl({ deps, world, sentAt, allowRemoval, spoil }: Sent): Promise<ImportOutcome> {
  const goods = range(world.shownGoods).map(
    (number) =>
      `<Товар><Ид>p${number}</Ид><Наименование>Подшипник ${number}</Наименование>` +
      `<БазоваяЕдиница Код="796">шт</БазоваяЕдиница></Товар>`,
  );
  const offers = range(world.shownGoods).map(
    (number) =>
      `<Предложение><Ид>p${number}</Ид><Наименование>Подшипник ${number}</Наименование><Количество>3</Количество></Предложение>`,
  );
  const files = {
    'offers.xml': rootOf(
      sentAt,
      `<ПакетПредложений СодержитТолькоИзменения="false"><Предложения>${offers.join('')}</Предложения></ПакетПредложений>`,
    ),
    'import.xml': rootOf(
      sentAt,
      `<Каталог СодержитТолькоИзменения="false"><Товары>${goods.join('')}</Товары></Каталог>`,
    ),
    'orders.xml': spoil(rootOf(sentAt, world.orders.map(documentOf).join(''))),
  };
  const tempFolder = await mkdtemp(join(inject('testFolder'), 'commerceml-'));
  return importCommerceMl(
    { ...deps, tempFolder },
    {
      files: Object.entries(files).map(([name, bytes]) => ({ name, open: () => once(bytes) })),
      sourceName: '1C',
      timeZone: 'UTC',
      startedById: null,
      isDryRun: false,
      allowRemoval,
    },
  );
}

function rootOf(sentAt: string, inside: string): Buffer {
  return Buffer.from(
    `<КоммерческаяИнформация ДатаФормирования="${sentAt}">${inside}</КоммерческаяИнформация>`,
  );
}

function documentOf({ number, gross, lines, isDeleted }: PushedOrder): string {
  const customer = customerOf(number);
  const goods = range(lines).map(
    (no) =>
      `<Товар><Ид>p${no}</Ид><Наименование>Подшипник ${no}</Наименование><Количество>2</Количество>` +
      `<ЦенаЗаЕдиницу>${UNIT_PRICE}</ЦенаЗаЕдиницу></Товар>`,
  );
  const mark =
    '<ЗначениеРеквизита><Наименование>ПометкаУдаления</Наименование><Значение>true</Значение></ЗначениеРеквизита>';
  return (
    `<Документ><Ид>o${number}</Ид><Номер>SO-o${number}</Номер><Дата>2026-03-01</Дата><ХозОперация>Заказ товара</ХозОперация>` +
    `<Роль>Продавец</Роль><Валюта>руб.</Валюта><Сумма>${gross}</Сумма><Контрагенты><Контрагент><Ид>${customer}</Ид>` +
    `<Наименование>Завод ${customer}</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты>` +
    `<Товары>${goods.join('')}</Товары><ЗначенияРеквизитов>${isDeleted ? mark : ''}</ЗначенияРеквизитов></Документ>`
  );
}

function customerOf(order: number): string {
  return `c${1 + (order % CUSTOMERS)}`;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
