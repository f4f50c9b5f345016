import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Instant } from '../ui/when.tsx';
import { MONEY_COLUMNS } from './report.ts';
import type { ReportCell, ReportColumn, ReportPage, ReportRow } from './report.ts';
import { keyReportsWords } from './words.ts';

/** A page of a report; each row leads to its key or customer. */
export function ReportTable({ report, caption }: { report: ReportPage; caption: string }) {
  const heads = useWords(keyReportsWords).columns;
  const columns = report.columns.map((column): Column<ReportRow> => ({
    key: column,
    head: heads[column],
    isNumber: isNumber(column),
    phoneWord: heads[column],
    cell: ({ cells }) => <Cell of={cells[column] ?? null} />,
  }));
  return (
    <DataTable
      caption={caption}
      columns={columns.map((column, index) => (index === 0 ? { ...column, phoneWord: undefined } : column))}
      rows={report.rows}
      rowKey={({ id }) => id}
      rowHref={({ href }) => href}
    />
  );
}

function isNumber(column: ReportColumn): boolean {
  return column === 'keys' || MONEY_COLUMNS.has(column);
}

function Cell({ of: cell }: { of: ReportCell }) {
  const { never } = useWords(keyReportsWords);
  if (cell === null) return never;
  switch (cell.is) {
    case 'text':
      return cell.text;
    case 'status':
      return <KeyStatusMark status={cell.status} />;
    case 'instant':
      return <Instant at={cell.at} />;
    case 'count':
      return cell.count;
    case 'money':
      return <Money of={cell.money} />;
  }
}
