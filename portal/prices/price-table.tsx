import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PriceCell } from './price-cell.tsx';
import type { PriceRow, ShownPrice } from './price-row.ts';
import { StockWord } from './stock-word.tsx';
import { pricesWords } from './words.ts';

type PriceTableProps = {
  caption: string;
  rows: readonly PriceRow[];
  hasOwnPrices: boolean;
  /** Whether the customer's sources say anything of stock. */
  hasStock: boolean;
  isTaxSaid: boolean;
};

/** Articles with their prices, each row a link to the reasons. */
export function PriceTable({ caption, rows, hasOwnPrices, hasStock, isTaxSaid }: PriceTableProps) {
  const { columns: heads, phone } = useWords(pricesWords);
  const cell = (prices: readonly ShownPrice[] | null, unit: string) => (
    <PriceCell price={prices?.[0]} unit={unit} isTaxSaid={isTaxSaid} />
  );
  const columns: Column<PriceRow>[] = [
    { key: 'product', head: heads.product, cell: (row) => <ProductCell row={row} /> },
    ...(hasStock
      ? [
          {
            key: 'stock',
            head: heads.stock,
            cell: ({ product, stock }: PriceRow) => <StockWord stock={stock} unit={product.unit} />,
            isNumber: true,
            phoneWord: phone.stock,
          },
        ]
      : []),
    { key: 'unit', head: heads.unit, cell: ({ product }) => product.unit, phone: 'none' },
    {
      key: 'tiers',
      head: heads.tiers,
      cell: (row) => <Tiers prices={row.ownPrices ?? row.listPrices} />,
      isNumber: true,
    },
    {
      key: 'list',
      head: heads.listPrice,
      cell: ({ product, listPrices }) => cell(listPrices, product.unit),
      isNumber: true,
      phone: hasOwnPrices ? 'detail' : 'figure',
      phoneWord: hasOwnPrices ? phone.listPrice : undefined,
    },
    ...(hasOwnPrices
      ? [
          {
            key: 'own',
            head: heads.ownPrice,
            cell: ({ product, ownPrices }: PriceRow) => cell(ownPrices, product.unit),
            isNumber: true,
            phone: 'figure' as const,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ product }) => product.id}
      rowHref={({ product }) => `/prices/${encodeURIComponent(product.id)}`}
    />
  );
}

function ProductCell({ row: { product } }: { row: PriceRow }) {
  const words = useWords(pricesWords);
  const { name, sku, isDiscontinued, replacement } = product;
  return (
    <>
      {name}
      <small className="price-note">
        <code>{sku}</code>
        {isDiscontinued && ` · ${words.discontinued}`}
        {isDiscontinued && replacement && `, ${words.instead} ${replacement.sku}`}
      </small>
    </>
  );
}

/** The prices of larger quantities, where they are others; the first one has a column of its own. */
function Tiers({ prices }: { prices: readonly ShownPrice[] }) {
  const { format } = usePage();
  const words = useWords(pricesWords);
  const later = prices.filter(({ amount }, index) => index > 0 && amount !== prices[index - 1]?.amount);
  return (
    <>
      {later.map(({ fromQuantity, amount, basis }) => (
        <small key={fromQuantity} className="price-tier">
          {words.from(format.quantity(fromQuantity))}:{' '}
          <span className="money">{format.unitPrice(amount, basis.currency)}</span>
        </small>
      ))}
    </>
  );
}
