/** Values of CommerceML elements, checked at the border. Each fault names the element and its place. */
import { isOn } from '#portal/lib/dates.ts';
import { isDecimal, parseTypedDecimal } from '#portal/lib/decimal.ts';
import { minorFromDecimal } from '#portal/lib/money.ts';
import { CommerceMlFault } from './commerceml-fault.ts';
import { currencyCode } from '../currency-code.ts';
import { instantFromLocalTime } from '../local-time.ts';
import { childOf, ownText, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** 1C writes an empty date as the first day of its calendar. */
const EMPTY_DAY = '0001-01-01';
const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/;
const RUSSIAN_TIME = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const SWITCH: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  '1': true,
  '0': false,
  да: true,
  нет: false,
  истина: true,
  ложь: false,
};

type Written = { on: string; hour: number; minute: number; second: number; zone: string | null };

/** The calendar day in a text such as `2017-07-13`, `2017-07-13T14:45:41` or `13.07.2017 9:05:00`. */
export function parseDay(text: string): string | null {
  return parseWritten(text)?.on ?? null;
}

/** The instant in such a text; without a zone of its own it is local time in `timeZone`, without a time midnight. */
export function parseInstant(text: string, timeZone: string): Date | null {
  const written = parseWritten(text);
  if (!written) return null;
  const { on, hour, minute, second, zone } = written;
  const clock = [hour, minute, second].map((field) => String(field).padStart(2, '0')).join(':');
  if (zone) return new Date(`${on}T${clock}${zone}`);
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number);
  return instantFromLocalTime({ year, month, day, hour, minute, second }, timeZone);
}

/** Yes or no, in the ways 1C says it; null for anything else. */
export function parseSwitch(text: string): boolean | null {
  return SWITCH[text.trim().toLowerCase()] ?? null;
}

/** The day in a child element; null if there is none or 1C's empty date. */
export function dayIn(element: XmlElement, name: string): string | null {
  const child = childOf(element, name);
  return child && dayOf(child);
}

/** The day that is an element's own text; null if there is none or 1C's empty date. */
export function dayOf(element: XmlElement): string | null {
  const text = ownText(element);
  if (text === null || text.startsWith(EMPTY_DAY)) return null;
  return parseDay(text) ?? refuse(element, element.name, text, 'a date');
}

export function requiredDayIn(element: XmlElement, name: string): string {
  const text = requiredText(element, name);
  return dayIn(element, name) ?? refuse(element, name, text, 'a date');
}

/** Yes or no in a child element; null if there is none. */
export function switchIn(element: XmlElement, name: string): boolean | null {
  const text = textOf(element, name);
  if (text === null) return null;
  return parseSwitch(text) ?? refuse(element, name, text, 'true or false');
}

/** The decimal in a child element, digit for digit as it was sent if it has a point. */
export function decimalIn(element: XmlElement, name: string): string | null {
  const text = textOf(element, name);
  if (text === null) return null;
  return parseDecimal(text) ?? refuse(element, name, text, 'a number');
}

/** As `decimalIn`, of any text. */
export function parseDecimal(text: string): string | null {
  return isDecimal(text) ? text : parseTypedDecimal(text);
}

/** The total in a child element, in minor units. A fraction that the currency does not have is a fault. */
export function amountIn(element: XmlElement, name: string, currency: string): bigint | null {
  const decimal = decimalIn(element, name);
  if (decimal === null) return null;
  return minorFromDecimal(decimal, currency) ?? refuse(element, name, decimal, `an amount in ${currency}`);
}

/**
 * The currency in a child element; null if it names none.
 * @throws CommerceMlFault `currency_unknown`
 */
export function currencyIn(element: XmlElement, name: string): string | null {
  const text = textOf(element, name);
  if (text === null) return null;
  const code = currencyCode(text);
  if (code) return code;
  const detail = `<${element.name}> is in "${text}", which is no currency that we know`;
  throw new CommerceMlFault('currency_unknown', detail, element.position);
}

function parseWritten(text: string): Written | null {
  const iso = ISO_TIME.exec(text.trim());
  if (iso) {
    const [, year = '', month = '', day = '', hour, minute, second, zone] = iso;
    return written(`${year}-${month}-${day}`, [hour, minute, second], zone ?? null);
  }
  const russian = RUSSIAN_TIME.exec(text.trim());
  if (!russian) return null;
  const [, day = '', month = '', year = '', hour, minute, second] = russian;
  return written(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, [hour, minute, second], null);
}

function written(on: string, clock: readonly (string | undefined)[], zone: string | null): Written | null {
  const [hour = 0, minute = 0, second = 0] = clock.map((field) => Number(field ?? 0));
  if (!isOn(on) || hour > 23 || minute > 59 || second > 59) return null;
  return { on, hour, minute, second, zone };
}

function refuse(element: XmlElement, name: string, text: string, wanted: string): never {
  const detail = `<${name}> of <${element.name}> is "${text.slice(0, 60)}", not ${wanted}`;
  throw new CommerceMlFault('value_not_readable', detail, element.position);
}
