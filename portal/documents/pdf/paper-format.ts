import { formatterFor } from '#portal/lib/format.ts';

const MONTHS = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
];

const NO_BREAK_SPACE = '\u00a0';

/** Papers carry calendar days only, so the zone is never asked for. */
const RUSSIAN = formatterFor('ru', 'UTC');

/** Minor units as a Russian paper shows them: `1 234 567,80`, the currency standing in the heading. */
export function formatAmount(amountMinor: bigint, currency = 'RUB'): string {
  return RUSSIAN.amountDigits({ amountMinor, currency });
}

/** A decimal string with a comma and without superfluous zeros: `1200.50` -> `1 200,5`. */
export function formatQuantity(quantity: string): string {
  return RUSSIAN.quantity(quantity);
}

/** A calendar day in full: `2026-03-05` -> `5 марта 2026 г.` */
export function formatLongDay(on: string): string {
  const [year = '', month = '', day = ''] = on.split('-');
  return [String(Number(day)), MONTHS[Number(month) - 1], year, 'г.'].join(NO_BREAK_SPACE);
}

/** A calendar day in digits: `2026-03-05` -> `05.03.2026`. */
export function formatShortDay(on: string): string {
  return on.split('-').toReversed().join('.');
}
