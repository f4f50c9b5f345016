import { parseCardNumber } from '#auth/keys/card-number.ts';
import { parseSerial } from '#auth/keys/stock-line.ts';
import { parseKeyKind } from '#auth/keys/key-kind.ts';
import type { StockLine } from '#auth/keys/stock-line.ts';
import { parseTypedDecimal } from '../lib/decimal.ts';
import { decimalFromMinor, isCurrency, minorFromDecimal } from '../lib/money.ts';
import { toOneLine } from '../lib/one-line.ts';

/** A line of a list of keys as it was typed, scanned or written by a spreadsheet. */
export const STOCK_COLUMNS = ['serial', 'kind', 'model', 'batch', 'cost', 'currency', 'cardNumber'] as const;
export type StockColumn = (typeof STOCK_COLUMNS)[number];
export type StockTexts = Record<StockColumn, string>;

/** Where a fault is: a column of a line. The page says what is expected there. */
export type StockFault = { line: number; column: StockColumn; text: string };

export type ParsedStockList =
  { ok: true; lines: { at: number; line: StockLine }[] } | { ok: false; faults: StockFault[] };

const TEXT_LENGTH_MAX = 60;

/** Judges every line of a list, so that somebody with forty faults mends them at once (ADM-04). */
export function parseStockList(rows: readonly { at: number; texts: StockTexts }[]): ParsedStockList {
  const parsed = rows.map(({ at, texts }) => ({ at, texts, ...parseRow(texts) }));
  const faults = parsed.flatMap(({ at, texts, faults: columns }) =>
    columns.map((column) => ({ line: at, column, text: texts[column] })),
  );
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, lines: parsed.flatMap(({ at, line }) => (line === null ? [] : [{ at, line }])) };
}

/** The line as texts again: what the page keeps while a person looks at it. */
export function toStockTexts({ serial, kind, modelName, batch, cost, cardNumber }: StockLine): StockTexts {
  return {
    serial,
    kind,
    model: modelName ?? '',
    batch: batch ?? '',
    cost: cost === null ? '' : decimalFromMinor(cost.amountMinor, cost.currency),
    currency: cost?.currency ?? '',
    cardNumber: cardNumber ?? '',
  };
}

function parseRow(texts: StockTexts): { line: StockLine | null; faults: StockColumn[] } {
  const [serial, kind] = [
    parseSerial(texts.serial),
    parseKeyKind(texts.kind.trim().toLowerCase() || 'fido2'),
  ];
  const [model, batch] = [toOneLine(texts.model), toOneLine(texts.batch)];
  const cost = parseCost(texts);
  const cardNumber = texts.cardNumber.trim() === '' ? null : parseCardNumber(texts.cardNumber);
  const faults: StockColumn[] = [
    ...(serial === null ? (['serial'] as const) : []),
    ...(kind === null ? (['kind'] as const) : []),
    ...(model.length > TEXT_LENGTH_MAX ? (['model'] as const) : []),
    ...(batch.length > TEXT_LENGTH_MAX ? (['batch'] as const) : []),
    ...(cost.ok ? [] : [cost.column]),
    ...(texts.cardNumber.trim() !== '' && cardNumber === null ? (['cardNumber'] as const) : []),
  ];
  if (serial === null || kind === null || !cost.ok || faults.length > 0) return { line: null, faults };
  const line = { serial, kind, modelName: model || null, batch: batch || null, cost: cost.cost, cardNumber };
  return { line, faults };
}

type ParsedCost = { ok: true; cost: StockLine['cost'] } | { ok: false; column: 'cost' | 'currency' };

/** A cost has a currency, and no more digits than the currency has. */
function parseCost({ cost, currency: typed }: StockTexts): ParsedCost {
  if (cost.trim() === '') return { ok: true, cost: null };
  const currency = typed.trim().toUpperCase();
  if (!isCurrency(currency)) return { ok: false, column: 'currency' };
  const decimal = parseTypedDecimal(cost);
  const amountMinor = decimal === null ? null : minorFromDecimal(decimal, currency);
  if (amountMinor === null || amountMinor < 0n) return { ok: false, column: 'cost' };
  return { ok: true, cost: { amountMinor, currency } };
}
