import { DataTable } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import type { ClaimLine } from './claim.ts';
import { claimsWords } from './words.ts';

/** What is wrong, line by line, as it was sent. */
export function ClaimLines({ caption, lines }: { caption: string; lines: readonly ClaimLine[] }) {
  const { format } = usePage();
  const words = useWords(claimsWords);
  return (
    <DataTable
      caption={caption}
      rows={lines}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'goods',
          head: words.columns.goods,
          cell: ({ name, sku }) => (
            <>
              {name} <span className="code soft">{sku}</span>
            </>
          ),
        },
        { key: 'kind', head: words.columns.kind, cell: ({ kind }) => words.kinds[kind] },
        {
          key: 'quantity',
          head: words.columns.claimed,
          isNumber: true,
          phone: 'figure',
          cell: ({ quantity, unit }) => format.quantity(quantity, unit),
        },
      ]}
    />
  );
}
