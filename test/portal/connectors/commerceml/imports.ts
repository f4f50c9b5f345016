/** Imports into a test's own database, and the files for them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCommerceMl } from '#portal/connectors/commerceml/import-commerceml.server.ts';
import type { CommerceMlImport } from '#portal/connectors/commerceml/import-commerceml.server.ts';
import type { ImportOutcome } from '#portal/connectors/import-outcome.ts';
import type { Problem } from '#portal/connectors/port.ts';
import type { Db } from '#prisma/client.ts';
import { audit } from '#test/support/audit-log.ts';
import { test as withDb } from '#test/support/db.ts';
import { SAMPLES, inChunks, sampleBytes, utf8 } from './commerceml-files.ts';

const NOW = new Date('2026-03-05T12:00:00.000Z');

export type Files = Record<string, Uint8Array>;
type Import = (files: Files, differences?: Partial<CommerceMlImport>) => Promise<ImportOutcome>;

/** `run(files)` imports them into the test's own database. */
export const test = withDb.extend<{ tempFolder: string; run: Import }>({
  // Vitest reads from the pattern which fixtures are wanted; an empty one means none.
  // oxlint-disable-next-line no-empty-pattern
  tempFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-test-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  run: ({ db, tempFolder }, use) =>
    use((files, differences = {}) =>
      importCommerceMl(
        {
          db,
          audit,
          tempFolder,
          now: () => NOW,
          documents: { put: () => Promise.reject(new Error('no documents')) },
        },
        {
          files: Object.entries(files).map(([name, bytes]) => ({
            name,
            open: () => inChunks(bytes, [1000]),
          })),
          sourceName: '1С',
          timeZone: 'Europe/Moscow',
          startedById: null,
          isDryRun: false,
          allowRemoval: false,
          ...differences,
        },
      ),
    ),
});

export const samples: Files = Object.fromEntries(SAMPLES.map((name) => [name, sampleBytes(name)]));

/** Everything that an import could have changed, but for times and the log of imports. */
export async function readModelOf(db: Db): Promise<string> {
  const where = { deletedAt: null };
  const orderBy = { externalId: 'asc' } as const;
  const query = { where, orderBy, omit: { id: true, sourceId: true, syncedAt: true } };
  const rows = [
    await db.product.findMany(query),
    await db.priceList.findMany(query),
    await db.priceEntry.findMany({ ...query, omit: { ...query.omit, priceListId: true, productId: true } }),
    await db.stock.findMany({ ...query, omit: { ...query.omit, productId: true } }),
    await db.counterparty.findMany(query),
    await db.sourceContact.findMany({ ...query, omit: { ...query.omit, counterpartyId: true } }),
    await db.order.findMany({ ...query, omit: { ...query.omit, counterpartyId: true } }),
    await db.orderLine.findMany({
      ...query,
      omit: { ...query.omit, counterpartyId: true, orderId: true, productId: true },
    }),
  ];
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

export function problemsOf(outcome: ImportOutcome): readonly Problem[] {
  if (outcome.ok || outcome.reason !== 'refused') throw new Error(`not refused: ${JSON.stringify(outcome)}`);
  return outcome.problems.told;
}

export function warningsOf(outcome: ImportOutcome): readonly string[] {
  if (!outcome.ok || outcome.change === 'unchanged') throw new Error('nothing was applied');
  return outcome.warnings.told.map(({ code, reason }) => `${code}: ${reason}`);
}

export const PRICE_TYPES =
  '<ТипыЦен><ТипЦены><Ид>опт</Ид><Наименование>Оптовая</Наименование><Валюта>руб</Валюта>' +
  '<Налог><Наименование>НДС</Наименование><УчтеноВСумме>true</УчтеноВСумме></Налог></ТипЦены></ТипыЦен>';

/** A file with this inside its root. */
export function file(inside: string, formedOn = '2026-03-01'): Uint8Array {
  return utf8(`<КоммерческаяИнформация ДатаФормирования="${formedOn}">${inside}</КоммерческаяИнформация>`);
}

/** Goods 1 to `count` with an offer each. */
export function goods(
  numbers: readonly number[],
  { isChanges = false, price = '7', formedOn = '2026-03-01' } = {},
): Files {
  const attributes = ` СодержитТолькоИзменения="${isChanges}"`;
  const products = numbers.map((n) => `<Товар><Ид>${n}</Ид><Наименование>Болт ${n}</Наименование></Товар>`);
  const offers = numbers.map(
    (n) =>
      `<Предложение><Ид>${n}</Ид><Наименование>Болт ${n}</Наименование><Цены><Цена><ИдТипаЦены>опт</ИдТипаЦены>` +
      `<ЦенаЗаЕдиницу>${price}</ЦенаЗаЕдиницу></Цена></Цены><Количество>3</Количество></Предложение>`,
  );
  return {
    'import.xml': file(`<Каталог${attributes}><Товары>${products.join('')}</Товары></Каталог>`, formedOn),
    'offers.xml': file(
      `<ПакетПредложений${attributes}>${PRICE_TYPES}<Предложения>${offers.join('')}</Предложения></ПакетПредложений>`,
      formedOn,
    ),
  };
}

/** An order з1 with that many lines and a total of as many roubles. */
export function anOrder(lines: number, formedOn: string): Uint8Array {
  const line = '<Товар><Ид>1</Ид><Наименование>Болт</Наименование><Количество>2</Количество></Товар>';
  return file(
    '<Документ><Ид>з1</Ид><Номер>1</Номер><Дата>2026-03-01</Дата><ХозОперация>Заказ товара</ХозОперация>' +
      `<Роль>Продавец</Роль><Валюта>руб.</Валюта><Сумма>${lines}.00</Сумма><Товары>${line.repeat(lines)}</Товары></Документ>`,
    formedOn,
  );
}
