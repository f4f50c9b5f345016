import type { KeyStatus } from '#auth/keys/key.ts';
import type { Money } from '../lib/money.ts';

/** The columns of all reports; each has a word. */
const REPORT_COLUMNS = [
  'key',
  'holder',
  'account',
  'status',
  'issuedAt',
  'remindedAt',
  'lastUsedAt',
  'linkExpiresAt',
  'pinExpiresAt',
  'keys',
  'keyCost',
  'turnover',
  'repeatTurnover',
  'firstPaidOrder',
  'yearlyTurnover',
  'costOfAKey',
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];

/** An amount and its currency. */
export const MONEY_COLUMNS: ReadonlySet<ReportColumn> = new Set([
  'keyCost',
  'turnover',
  'repeatTurnover',
  'firstPaidOrder',
  'yearlyTurnover',
  'costOfAKey',
]);

export type ReportCell =
  | { is: 'text'; text: string }
  | { is: 'status'; status: KeyStatus }
  | { is: 'instant'; at: Date }
  | { is: 'count'; count: number }
  | { is: 'money'; money: Money }
  /** Nothing is known, or it has not happened. */
  | null;

export type ReportRow = {
  id: string;
  /** Where it leads. */
  href: string;
  /** Whose customer's it is; who takes it along has read of them. */
  accountId: string | null;
  cells: Partial<Record<ReportColumn, ReportCell>>;
};

/** A page of a report. */
export type ReportPage = { columns: readonly ReportColumn[]; rows: ReportRow[]; nextCursor: string | null };

export const toText = (text: string): ReportCell => ({ is: 'text', text });
export const toCount = (count: number): ReportCell => ({ is: 'count', count });
export const toInstant = (at: Date | null): ReportCell => (at === null ? null : { is: 'instant', at });
export const toMoney = (money: Money | null): ReportCell => (money === null ? null : { is: 'money', money });
