import type { SourceFacts } from '../freshness/freshness.ts';
import { NotGiven } from '../freshness/not-given.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { SourceDiscount } from './account-discount.ts';
import { useDiscountColumns } from './discount-cells.tsx';
import { discountsWords } from './words.ts';

/** What the customer's sources grant by themselves. */
export function SourceDiscounts({
  discounts,
  facts,
}: {
  discounts: readonly SourceDiscount[];
  facts: SourceFacts;
}) {
  const words = useWords(discountsWords);
  const freshness = facts.kinds['source-discount'];
  const hasRows = discounts.length > 0;
  const columns: Column<SourceDiscount>[] = [
    ...useDiscountColumns<SourceDiscount>(),
    {
      key: 'card',
      head: words.columns.card,
      cell: ({ cardNumber }) => cardNumber && <code>{cardNumber}</code>,
      phoneWord: words.card,
    },
  ];
  return (
    <Sheet title={words.ofSource} freshness={freshness} isFlush={hasRows}>
      {hasRows && (
        <DataTable
          caption={words.ofSource}
          columns={columns}
          rows={discounts}
          rowKey={({ rule }) => rule.id}
        />
      )}
      {!hasRows && freshness && <p className="soft">{words.noneOfSource}</p>}
      {!freshness && <NotGiven kind="source-discount" />}
    </Sheet>
  );
}
