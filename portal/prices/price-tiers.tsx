import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PriceCell } from './price-cell.tsx';
import type { ShownPrice } from './price-row.ts';
import { pricesWords } from './words.ts';

type PriceTiersProps = {
  caption: string;
  listPrices: readonly ShownPrice[];
  ownPrices: readonly ShownPrice[] | null;
  unit: string;
};

/** The price at each quantity where it changes: the list's, and beside it what this customer pays. */
export function PriceTiers({ caption, listPrices, ownPrices, unit }: PriceTiersProps) {
  const { format } = usePage();
  const { from, phone, product: words } = useWords(pricesWords);
  const heads = words.tierColumns;
  const columns: Column<ShownPrice>[] = [
    {
      key: 'from',
      head: heads.from,
      cell: ({ fromQuantity, basis }) =>
        fromQuantity === '0' ? words.anyQuantity : from(format.quantity(fromQuantity, basis.unit)),
    },
    {
      key: 'list',
      head: heads.listPrice,
      cell: ({ listAmount, basis }) =>
        listAmount !== null && <span className="money">{format.unitPrice(listAmount, basis.currency)}</span>,
      isNumber: true,
      phone: ownPrices === null ? 'figure' : 'detail',
      phoneWord: ownPrices === null ? undefined : phone.listPrice,
    },
    ...(ownPrices === null
      ? []
      : [
          {
            key: 'own',
            head: heads.ownPrice,
            cell: (price: ShownPrice) => (
              <PriceCell price={{ ...price, fromQuantity: '0' }} unit={unit} isTaxSaid={false} />
            ),
            isNumber: true,
            phone: 'figure' as const,
          },
        ]),
  ];
  return (
    <DataTable
      caption={caption}
      rows={ownPrices ?? listPrices}
      rowKey={({ fromQuantity }) => fromQuantity}
      columns={columns}
    />
  );
}
