import { actedBy } from '#auth/audit/acted-by.ts';
import type { Audit } from '#auth/audit/audit.ts';
import type { RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { CSV_START, csvLine } from '../lib/csv.ts';
import type { CsvCell } from '../lib/csv.ts';
import { wordsIn } from '../lib/i18n.ts';
import { keysWords } from '../keys/words.ts';
import type { Locale } from '../lib/locale.ts';
import { decimalFromMinor } from '../lib/money.ts';
import { findReport } from './find-report.server.ts';
import type { FindReport } from './find-report.server.ts';
import { MONEY_COLUMNS } from './report.ts';
import type { ReportCell, ReportColumn, ReportPage } from './report.ts';
import { keyReportsWords } from './words.ts';

type ReportCsv = Omit<FindReport, 'after'> & {
  locale: Locale;
  /** Told of each customer before the lines about them leave (ADM-08). */
  noteAccount: (accountId: string) => Promise<void>;
};

/** A report as the lines of a CSV file, a page of it in memory at a time, every cell made harmless. */
export async function* reportCsv(
  db: Db,
  { locale, noteAccount, ...request }: ReportCsv,
): AsyncGenerator<string, void> {
  let after: string | null = null;
  do {
    const page: ReportPage = await findReport(db, { ...request, after });
    if (after === null) yield CSV_START + csvLine(headOf(page.columns, locale), locale);
    for (const accountId of accountsOf(page)) await noteAccount(accountId);
    yield page.rows.map(({ cells }) => csvLine(lineOf(page.columns, cells, locale), locale)).join('');
    after = page.nextCursor;
  } while (after !== null);
}

function accountsOf({ rows }: ReportPage): ReadonlySet<string> {
  return new Set(rows.flatMap(({ accountId }) => accountId ?? []));
}

type Circumstances = { actor: StaffActor; kind: string; trace: RequestTrace; at: Date };

/** Says in the log that somebody takes a report along, before its first byte leaves. */
export async function recordReportExport(db: Db, audit: Audit, circumstances: Circumstances): Promise<void> {
  await db.$transaction((tx) => audit.record(tx, { ...eventOf(circumstances), result: 'ok' }));
}

/** Says that the file was cut because its session had ended. */
export async function recordCutReport(db: Db, audit: Audit, circumstances: Circumstances): Promise<void> {
  await audit.recordRefusal(db, { ...eventOf(circumstances), result: 'refused', reason: 'session_ended' });
}

function eventOf({ actor, kind, trace, at }: Circumstances) {
  return { type: 'key_report_exported', ...actedBy(actor), details: { kind }, trace, at } as const;
}

function headOf(columns: readonly ReportColumn[], locale: Locale): string[] {
  const words = wordsIn(keyReportsWords, locale);
  return columns.flatMap((column) =>
    MONEY_COLUMNS.has(column) ? [words.columns[column], words.currency] : [words.columns[column]],
  );
}

function lineOf(
  columns: readonly ReportColumn[],
  cells: Partial<Record<ReportColumn, ReportCell>>,
  locale: Locale,
): CsvCell[] {
  return columns.flatMap((column) => cellsOf(cells[column] ?? null, column, locale));
}

/** An amount takes two cells, so that no program reads its currency as a part of it. */
function cellsOf(cell: ReportCell, column: ReportColumn, locale: Locale): CsvCell[] {
  if (cell === null) return MONEY_COLUMNS.has(column) ? [null, null] : [null];
  switch (cell.is) {
    case 'text':
      return [cell.text];
    case 'status':
      return [wordsIn(keysWords, locale).statuses[cell.status]];
    case 'instant':
      return [cell.at.toISOString()];
    case 'count':
      return [{ decimal: String(cell.count) }];
    case 'money': {
      const { amountMinor, currency } = cell.money;
      return [{ decimal: decimalFromMinor(amountMinor, currency) }, currency];
    }
  }
}
