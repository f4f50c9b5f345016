import { decimalFromInteger, plainDecimal } from './decimal.ts';
import { utcMidnight } from './dates.ts';
import type { Locale } from './locale.ts';
import { decimalFromMinor, minorDigits, type Money } from './money.ts';

/** Everything a page writes that is not a word: one instance per language and time zone, shared. */
export type Formatter = {
  /** `1 234,50 ₽`: the currency after the number, a true minus. */
  amount(money: Money): string;
  /** `1 234,50`, for a column whose head names the currency. */
  amountDigits(money: Money): string;
  /** A price of one unit: all digits that the source sent, at least those of the currency. */
  unitPrice(price: string, currency: string): string;
  /** `12,5 м`: a quantity without superfluous zeros, and its unit. */
  quantity(value: string, unit?: string | null): string;
  /** A decimal with at least `minDigits` digits after the comma. */
  decimal(value: string, minDigits?: number): string;
  count(value: number | bigint): string;
  /** `7,5 %` for 750 basis points. */
  percent(basisPoints: number): string;
  /** `12 дек. 2026` for a calendar day. */
  day(on: string): string;
  /** The day of an instant, in the page's time zone. */
  dayOf(at: Date): string;
  /** `14:05` in the page's time zone. */
  time(at: Date): string;
  /** `12 дек. 2026, 14:05` in the page's time zone. */
  instant(at: Date): string;
  /** `3 минуты назад`; shown only beside an absolute time. */
  relative(at: Date, now: Date): string;
  fileSize(bytes: number): string;
  currencySign(currency: string): string;
};

const NBSP = '\u00a0';
const TRUE_MINUS = '\u2212';
/** Everywhere else the ISO code is clearer than a sign that several countries share. */
const SIGNS: Readonly<Record<string, string>> = { RUB: '₽', EUR: '€', USD: '$', GBP: '£' };
const LANGUAGE_TAGS: Readonly<Record<Locale, string>> = { ru: 'ru-RU', en: 'en-GB' };
const SIZE_UNITS: Readonly<Record<Locale, readonly string[]>> = {
  ru: ['Б', 'КБ', 'МБ', 'ГБ'],
  en: ['B', 'kB', 'MB', 'GB'],
};
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
const MONTH_SECONDS = 30 * DAY_SECONDS;
const YEAR_SECONDS = 365 * DAY_SECONDS;

const formatters = new Map<string, Formatter>();

/** The shared formatter of a language and a time zone (IANA name, one of the installation's few). */
export function formatterFor(locale: Locale, timeZone: string): Formatter {
  const key = `${locale} ${timeZone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = { ...numberFormats(locale), ...dateFormats(locale, timeZone) };
    formatters.set(key, formatter);
  }
  return formatter;
}

type DateParts = 'day' | 'dayOf' | 'time' | 'instant' | 'relative';

function numberFormats(locale: Locale): Omit<Formatter, DateParts> {
  const decimal = decimalFormat(locale);
  const withSign = (digits: string, currency: string) => `${digits}${NBSP}${currencySign(currency)}`;
  const amountDigits = ({ amountMinor, currency }: Money) =>
    decimal(decimalFromMinor(amountMinor, currency), minorDigits(currency));
  return {
    decimal,
    amountDigits,
    currencySign,
    amount: (money) => withSign(amountDigits(money), money.currency),
    unitPrice: (price, currency) => withSign(decimal(price, minorDigits(currency)), currency),
    quantity: (value, unit) => (unit ? `${decimal(value)}${NBSP}${unit}` : decimal(value)),
    count: (value) => decimal(value.toString()),
    percent: (basisPoints) =>
      `${decimal(decimalFromInteger(BigInt(basisPoints), 2))}${locale === 'ru' ? NBSP : ''}%`,
    fileSize: (bytes) => fileSize(bytes, decimal, SIZE_UNITS[locale]),
  };
}

function dateFormats(locale: Locale, timeZone: string): Pick<Formatter, DateParts> {
  const tag = LANGUAGE_TAGS[locale];
  const dayOfDay = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', day: 'numeric', month: 'short' });
  const dayOfInstant = new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'short' });
  // The year stands apart: asked for together, Russian adds a «г.» that no table has room for.
  const year = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' });
  const clock = new Intl.DateTimeFormat(tag, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const dayOf = (at: Date) => `${dayOfInstant.format(at)} ${year.format(at)}`;
  return {
    day: (on) => `${dayOfDay.format(utcMidnight(on))} ${on.slice(0, 4)}`,
    dayOf,
    time: (at) => clock.format(at),
    instant: (at) => `${dayOf(at)}, ${clock.format(at)}`,
    relative: (at, now) => relative.format(...relativeStep((at.getTime() - now.getTime()) / 1_000)),
  };
}

/** Writes any decimal with the language's own separators, digit by digit, so that nothing is rounded. */
function decimalFormat(locale: Locale): (value: string, minDigits?: number) => string {
  const whole = new Intl.NumberFormat(LANGUAGE_TAGS[locale]);
  const comma = whole.formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
  return (value, minDigits = 0) => {
    const plain = plainDecimal(value);
    const isNegative = plain.startsWith('-');
    const [integer = '0', fraction = ''] = (isNegative ? plain.slice(1) : plain).split('.');
    const digits = fraction.padEnd(minDigits, '0');
    const text = whole.format(BigInt(integer)) + (digits === '' ? '' : comma + digits);
    return isNegative ? TRUE_MINUS + text : text;
  };
}

function currencySign(currency: string): string {
  return SIGNS[currency] ?? currency;
}

function fileSize(bytes: number, decimal: (value: string) => string, units: readonly string[]): string {
  let size = bytes;
  let step = 0;
  while (size >= 1_000 && step < units.length - 1) {
    size /= 1_000;
    step += 1;
  }
  const digits = step === 0 || size >= 100 ? 0 : 1;
  return `${decimal(size.toFixed(digits))}${NBSP}${units[step]}`;
}

function relativeStep(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const distance = Math.abs(seconds);
  if (distance < MINUTE_SECONDS) return [Math.trunc(seconds), 'second'];
  if (distance < HOUR_SECONDS) return [Math.trunc(seconds / MINUTE_SECONDS), 'minute'];
  if (distance < DAY_SECONDS) return [Math.trunc(seconds / HOUR_SECONDS), 'hour'];
  if (distance < MONTH_SECONDS) return [Math.trunc(seconds / DAY_SECONDS), 'day'];
  if (distance < YEAR_SECONDS) return [Math.trunc(seconds / MONTH_SECONDS), 'month'];
  return [Math.trunc(seconds / YEAR_SECONDS), 'year'];
}
