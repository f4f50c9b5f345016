import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Day } from '../ui/when.tsx';
import { InvoiceStatus } from './invoice-status.tsx';
import type { Invoice } from './invoice.ts';
import { invoicesWords } from './words.ts';

/** Invoices and how they stand. */
export function InvoiceTable({
  caption,
  invoices,
  todayOn,
}: {
  caption: string;
  invoices: readonly Invoice[];
  todayOn: string;
}) {
  const words = useWords(invoicesWords);
  const columns: Column<Invoice>[] = [
    { key: 'number', head: words.number, cell: ({ number }) => number },
    {
      key: 'issuedOn',
      head: words.issuedOn,
      cell: ({ issuedOn }) => <Day on={issuedOn} />,
      phoneWord: words.issuedWord,
    },
    {
      key: 'dueOn',
      head: words.dueOn,
      cell: ({ dueOn }) => dueOn && <Day on={dueOn} />,
      phoneWord: words.dueWord,
    },
    {
      key: 'status',
      head: words.status,
      cell: (invoice) => <InvoiceStatus invoice={invoice} todayOn={todayOn} />,
      phone: 'mark',
    },
    {
      key: 'total',
      head: words.total,
      cell: ({ total }) => <Money of={total} />,
      isNumber: true,
      phone: 'figure',
    },
    {
      key: 'residual',
      head: words.residual,
      cell: ({ residual }) => residual && residual.amountMinor !== 0n && <Money of={residual} />,
      isNumber: true,
      phoneWord: words.residualWord,
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={invoices} rowKey={({ id }) => id} />;
}
