import { addDays, addMonths, isOn } from '../lib/dates.ts';
import { parseTypedDecimal } from '../lib/decimal.ts';
import { isCurrency, minorFromDecimal } from '../lib/money.ts';

export const REPORT_KINDS = ['unused', 'silent', 'expiring', 'single', 'cost', 'eligible'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What a report asks. Comes from the address bar, so that a report can be kept and sent. */
export type ReportFilter = {
  kind: ReportKind;
  /** Of keys that nobody uses: for longer than this; of those whose link or PIN expires: within this. */
  days: number;
  /** Of the cost against the turnover, both days counted. */
  fromOn: string;
  toOn: string;
  /** Who has earned a key: whose first paid order, or last twelve months, reach so much. */
  currency: string;
  firstOrder: string;
  yearly: string;
};

const DEFAULT_DAYS: Readonly<Record<ReportKind, number>> = {
  unused: 14,
  silent: 90,
  expiring: 7,
  single: 0,
  cost: 0,
  eligible: 0,
};
const DAYS = /^\d{1,4}$/;
const DEFAULT_CURRENCY = 'RUB';
const DEFAULT_FIRST_ORDER = '50000';
const DEFAULT_YEARLY = '300000';

/** Whatever is not one of our own values counts as not set. */
export function parseReportFilter(params: URLSearchParams, todayOn: string): ReportFilter {
  const text = (name: string) => (params.get(name) ?? '').trim();
  const kind = REPORT_KINDS.find((one) => one === text('report')) ?? 'unused';
  const currency = text('currency').toUpperCase();
  const known = isCurrency(currency) ? currency : DEFAULT_CURRENCY;
  const amount = (name: string, otherwise: string) => {
    const decimal = parseTypedDecimal(text(name));
    const isAmount = decimal !== null && minorFromDecimal(decimal, known) !== null;
    return isAmount && !decimal.startsWith('-') ? decimal : otherwise;
  };
  const days = (name: string, otherwise: string) => (isOn(text(name)) ? text(name) : otherwise);
  return {
    kind,
    days: DAYS.test(text('days')) ? Number(text('days')) : DEFAULT_DAYS[kind],
    fromOn: days('from', addDays(addMonths(todayOn, -12), 1)),
    toOn: days('to', todayOn),
    currency: known,
    firstOrder: amount('first', DEFAULT_FIRST_ORDER),
    yearly: amount('yearly', DEFAULT_YEARLY),
  };
}

/** The address of a report, or of its file, from `after` on. */
export function reportHref(
  { kind, days, fromOn, toOn, currency, firstOrder, yearly }: ReportFilter,
  { path = '/desk/keys/reports', after = null }: { path?: string; after?: string | null } = {},
): string {
  const params = new URLSearchParams({ report: kind });
  const fields: Record<string, string> =
    kind === 'unused' || kind === 'silent' || kind === 'expiring'
      ? { days: String(days) }
      : kind === 'cost'
        ? { from: fromOn, to: toOn }
        : kind === 'eligible'
          ? { currency, first: firstOrder, yearly }
          : {};
  for (const [name, value] of Object.entries(fields)) params.set(name, value);
  if (after !== null) params.set('after', after);
  return `${path}?${params.toString()}`;
}
