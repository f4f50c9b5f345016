/** From what a source wrote to a value of ours. Null where it wrote nothing, in any of the ways in which sources do. */
import { isOn, onFromInstant } from '#portal/lib/dates.ts';
import {
  isDecimal,
  multiplyDecimals,
  plainDecimal,
  scaledInteger,
  subtractDecimals,
} from '#portal/lib/decimal.ts';
import { decimalFromMinor, roundToMinor } from '#portal/lib/money.ts';
import { instantFromLocalTime } from '../local-time.ts';
import type { FieldType } from './entity-fields.ts';

/** A value that can't be read; its message is for whoever keeps the source. */
export class ValueFault extends Error {}

export type ReadingContext = {
  /** Of times that name no zone. */
  timeZone: string;
  /** Of amounts; null where the record names none. */
  currency: string | null;
  idPrefix: string;
};

type Value = string | Date | bigint | number | boolean | null;

const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';
/** 1C writes an empty date as the first day of its calendar, .NET as well. */
const EMPTY_YEAR = '0001-01-01';
const DOT_NET_TIME = /^\/Date\((-?\d{1,15})([+-]\d{4})?\)\/$/;
const ISO_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const EXPONENT = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,2})$/;
const SWITCHES: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false };
/** What a float leaves behind an exact amount; more than this is said on purpose. */
const FLOAT_NOISE_DIGITS = 6;

/** @throws ValueFault */
export function readValue(type: FieldType, raw: string | null, context: ReadingContext): Value {
  if (raw === null || raw === EMPTY_GUID || raw.trim() === '') return null;
  switch (type) {
    case 'text':
    case 'choice':
    case 'currency':
      return raw.trim();
    case 'reference':
      return context.idPrefix + raw;
    case 'day':
      return readDay(raw.trim(), context.timeZone);
    case 'instant':
      return readInstant(raw.trim(), context.timeZone);
    case 'decimal':
    case 'percent':
      return readDecimal(raw.trim());
    case 'amount':
      return readAmount(raw.trim(), context.currency);
    case 'whole':
      return readWhole(raw.trim());
    case 'switch':
      return SWITCHES[raw.trim().toLowerCase()] ?? refuse(raw, 'true or false');
  }
}

/** A number as sent, exponent or not, digit for digit. */
export function readDecimal(text: string): string {
  if (isDecimal(text)) return plainDecimal(text);
  const match = EXPONENT.exec(text);
  if (match === null) return refuse(text, 'a number');
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent) - fraction.length;
  const digits = `${sign}${whole}${fraction}`;
  const scale = shift < 0 ? `0.${'0'.repeat(-shift - 1)}1` : `1${'0'.repeat(shift)}`;
  return isDecimal(digits) && isDecimal(scale) ? multiplyDecimals(digits, scale) : refuse(text, 'a number');
}

/** @throws ValueFault when the currency can't hold what was said, beyond what a float leaves behind */
function readAmount(text: string, currency: string | null): bigint {
  if (currency === null) throw new ValueFault('is an amount, and its currency is not known');
  const decimal = readDecimal(text);
  const minor = roundToMinor(decimal, currency);
  const rest = subtractDecimals(decimal, decimalFromMinor(minor, currency));
  const noise = `0.${'0'.repeat(FLOAT_NOISE_DIGITS - 1)}1`;
  if (isCloserThan(rest, noise)) return minor;
  throw new ValueFault(`${text.slice(0, 60)} has more digits than ${currency} has`);
}

function isCloserThan(value: string, bound: string): boolean {
  return !subtractDecimals(bound, value.replace('-', '')).startsWith('-');
}

function readWhole(text: string): number {
  const whole = scaledInteger(readDecimal(text), 0);
  return whole === null ? refuse(text, 'a whole number') : Number(whole);
}

/** A day as it stands; an instant becomes the day that it falls on where the source is. */
function readDay(text: string, timeZone: string): string | null {
  if (text.startsWith(EMPTY_YEAR)) return null;
  const match = ISO_TIME.exec(text);
  const [, on = '', , , , , zone] = match ?? [];
  if (match !== null && zone === undefined) return isOn(on) ? on : refuse(text, 'a day');
  const dotNet = DOT_NET_TIME.exec(text);
  // A .NET time without an offset is a wall clock's, written as if it were UTC.
  if (dotNet !== null && dotNet[2] === undefined)
    return new Date(Number(dotNet[1])).toISOString().slice(0, 10);
  const at = readInstant(text, timeZone);
  return at === null ? null : onFromInstant(at, timeZone);
}

function readInstant(text: string, timeZone: string): Date | null {
  const moment = readMoment(text);
  if (moment === null) return null;
  if (!moment.isLocal) return new Date(moment.ms);
  const local = new Date(moment.ms);
  const whole = instantFromLocalTime(
    {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
      second: local.getUTCSeconds(),
    },
    timeZone,
  );
  return new Date(whole.getTime() + local.getUTCMilliseconds());
}

/**
 * A point in time as the source tells it, in milliseconds. Of one without a zone the clock's reading as if it were
 * UTC: two of them can be compared and told back without knowing where the clock hangs.
 * @throws ValueFault
 */
export function readMoment(text: string): { ms: number; isLocal: boolean } | null {
  if (text.startsWith(EMPTY_YEAR)) return null;
  const dotNet = DOT_NET_TIME.exec(text);
  if (dotNet !== null) return { ms: Number(dotNet[1]), isLocal: dotNet[2] === undefined };
  const iso = ISO_TIME.exec(text);
  if (iso === null || !isOn(iso[1] ?? '')) return refuse(text, 'a time');
  const [, on = '', hour = '00', minute = '00', second = '00', fraction = '', zone] = iso;
  // More than three digits are cut off, never rounded up into the future.
  const clock = `${on}T${hour}:${minute}:${second}${fraction.slice(0, 4)}`;
  const ms = Date.parse(`${clock}${zone === undefined ? 'Z' : withColon(zone)}`);
  if (Number.isNaN(ms)) return refuse(text, 'a time');
  return { ms, isLocal: zone === undefined };
}

function withColon(zone: string): string {
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
}

function refuse(text: string, wanted: string): never {
  throw new ValueFault(`"${text.slice(0, 60)}" is not ${wanted}`);
}
