import { DataTable } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Instant } from '../ui/when.tsx';
import { ClaimStateMark } from './claim-state.tsx';
import type { ClaimRow } from './claim.ts';
import { claimsWords } from './words.ts';

/** Claims in a list; on the page of an order, which is the order of them all, without its number. */
export function ClaimTable({
  caption,
  rows,
  isOfOneOrder = false,
}: {
  caption: string;
  rows: readonly ClaimRow[];
  isOfOneOrder?: boolean;
}) {
  const words = useWords(claimsWords);
  const { columns } = words;
  const order = {
    key: 'order',
    head: columns.order,
    cell: ({ order: ofRow }: ClaimRow) => ofRow?.number,
    phoneWord: columns.order,
  };
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/claims/${encodeURIComponent(id)}`}
      columns={[
        { key: 'claim', head: columns.claim, cell: ({ number }) => <span className="code">{number}</span> },
        ...(isOfOneOrder ? [] : [order]),
        { key: 'goods', head: columns.goods, cell: ({ lineCount }) => words.lines(lineCount) },
        { key: 'when', head: columns.when, cell: ({ sentAt }) => <Instant at={sentAt} /> },
        {
          key: 'state',
          head: columns.state,
          phone: 'mark',
          cell: ({ state }) => <ClaimStateMark state={state} />,
        },
      ]}
    />
  );
}
