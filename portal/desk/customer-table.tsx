import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import type { CustomerRow } from './find-customers.server.ts';
import { deskWords } from './words.ts';

/** Customers, each row a link to its page. */
export function CustomerTable({ rows }: { rows: readonly CustomerRow[] }) {
  const words = useWords(deskWords).customers;
  const { format } = usePage();
  const heads = words.columns;
  const columns: Column<CustomerRow>[] = [
    { key: 'name', head: heads.name, cell: (row) => <Name row={row} /> },
    { key: 'number', head: heads.number, cell: ({ number }) => number },
    {
      key: 'people',
      head: heads.people,
      isNumber: true,
      phone: 'none',
      cell: ({ people }) => format.count(people),
    },
    { key: 'keys', head: heads.keys, cell: ({ keys }) => <KeyCounts keys={keys} /> },
    {
      key: 'lastSignIn',
      head: heads.lastSignIn,
      phoneWord: heads.lastSignIn,
      cell: ({ lastSignInAt }) => (lastSignInAt === null ? words.never : <Instant at={lastSignInAt} />),
    },
    { key: 'state', head: heads.state, phone: 'mark', cell: (row) => <NeedsYou row={row} /> },
  ];
  return (
    <DataTable
      caption={words.title}
      columns={columns}
      rows={rows}
      rowKey={({ accountId }) => accountId}
      rowHref={({ accountId }) => `/desk/customers/${accountId}`}
    />
  );
}

function Name({ row: { name, managerName } }: { row: CustomerRow }) {
  const words = useWords(deskWords).customers;
  if (managerName === null) return name;
  return (
    <span className="two-lines">
      <span>{name}</span>
      <small>{words.instead(managerName)}</small>
    </span>
  );
}

function KeyCounts({ keys: { active, suspended, waiting } }: Pick<CustomerRow, 'keys'>) {
  const words = useWords(deskWords).customers;
  const parts = [
    ...(active > 0 ? [words.keys(active)] : []),
    ...(waiting > 0 ? [words.waiting(waiting)] : []),
    ...(suspended > 0 ? [words.suspended(suspended)] : []),
  ];
  return parts.length === 0 ? words.noKeys : parts.join(', ');
}

function NeedsYou({ row: { isClosed, waitingTies } }: { row: CustomerRow }) {
  const words = useWords(deskWords).customers;
  if (isClosed) return <StatusMark tone="quiet">{words.closed}</StatusMark>;
  if (waitingTies === 0) return null;
  return <StatusMark tone="watch">{words.tiesWaiting(waitingTies)}</StatusMark>;
}
