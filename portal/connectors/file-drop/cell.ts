/** One value of a CSV file -> one field of an entity. */
import { scaledInteger } from '#portal/lib/decimal.ts';
import { isCurrency, minorFromDecimal } from '#portal/lib/money.ts';
import type { CellType } from './columns/column.ts';

export type Cell =
  { ok: true; value: string | number | bigint | boolean | Date } | { ok: false; reason: string };

const DECIMAL = /^-?\d{1,18}([.,]\d{1,10})?$/;
const WHOLE_NUMBER = /^\d{1,10}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const PERCENT_DIGITS = 2;

/**
 * @param text not empty, without spaces around it
 * @param currency what the row says in the currency column of an `amount`
 */
export function readCell(type: CellType, text: string, currency: string): Cell {
  switch (type) {
    case 'text':
    case 'reference':
    case 'day':
    case 'birthday':
    case 'choice':
      return { ok: true, value: text }; // the schema of the entity judges these
    case 'decimal':
      return readDecimal(text);
    case 'amount':
      return readAmount(text, currency);
    case 'basis-points':
      return readBasisPoints(text);
    case 'whole-number':
      if (!WHOLE_NUMBER.test(text)) return { ok: false, reason: `${quoted(text)} is not a whole number` };
      return { ok: true, value: Number(text) };
    case 'boolean':
      return readBoolean(text);
    case 'instant':
      return readInstant(text);
  }
}

/** Digit by digit as sent, but for the decimal comma. */
function readDecimal(text: string): Cell & ({ ok: true; value: string } | { ok: false }) {
  if (!DECIMAL.test(text)) return { ok: false, reason: `${quoted(text)} is not a decimal number` };
  return { ok: true, value: text.replace(',', '.') };
}

/** The one place where a total becomes minor units; nothing is rounded. */
function readAmount(text: string, currency: string): Cell {
  const decimal = readDecimal(text);
  if (!decimal.ok) return decimal;
  if (!isCurrency(currency)) return { ok: false, reason: `the row names no currency for ${quoted(text)}` };
  const minor = minorFromDecimal(decimal.value, currency);
  if (minor === null) return { ok: false, reason: `${quoted(text)} has more digits than ${currency} has` };
  return { ok: true, value: minor };
}

function readBasisPoints(text: string): Cell {
  const percent = readDecimal(text);
  if (!percent.ok) return percent;
  const basisPoints = scaledInteger(percent.value, PERCENT_DIGITS);
  if (basisPoints === null)
    return { ok: false, reason: `${quoted(text)} has more than two digits after the point` };
  return { ok: true, value: Number(basisPoints) };
}

function readBoolean(text: string): Cell {
  if (text === 'true' || text === '1') return { ok: true, value: true };
  if (text === 'false' || text === '0') return { ok: true, value: false };
  return { ok: false, reason: `${quoted(text)} is neither true nor false` };
}

function readInstant(text: string): Cell {
  const at = INSTANT.test(text) ? new Date(text) : null;
  if (at === null || Number.isNaN(at.getTime())) {
    return { ok: false, reason: `${quoted(text)} is not a time with a zone, such as 2026-11-22T09:30:00Z` };
  }
  return { ok: true, value: at };
}

const QUOTED_CHARS = 40;

function quoted(text: string): string {
  return JSON.stringify(text.length > QUOTED_CHARS ? `${text.slice(0, QUOTED_CHARS)}…` : text);
}
