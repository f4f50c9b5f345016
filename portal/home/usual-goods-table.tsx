import { PriceCell } from '../prices/price-cell.tsx';
import { taxesIn } from '../prices/price-row.ts';
import { StockWord } from '../prices/stock-word.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Day } from '../ui/when.tsx';
import type { UsualGoods } from './find-usual-goods.server.ts';
import { priceForAsMany } from './usual-goods.ts';
import type { UsualGood } from './usual-goods.ts';
import { homeWords } from './words.ts';

type UsualGoodsTableProps = UsualGoods & {
  /** Without prices a row leads to the orders that the goods are in, not to their price. */
  hasListPrices: boolean;
  hasStock: boolean;
};

/** What is ordered again and again: how it was last, how much is free and what as much of it costs today. */
export function UsualGoodsTable({ goods, hasListPrices, hasStock }: UsualGoodsTableProps) {
  const words = useWords(homeWords).again;
  const hasOwnPrices = goods.some(({ row }) => row.ownPrices !== null);
  const isTaxSaid = taxesIn(goods.map(({ row }) => row)).length > 1;
  const columns: Column<UsualGood>[] = [
    { key: 'goods', head: words.goods, cell: (good) => <Goods good={good} /> },
    { key: 'last', head: words.last, cell: (good) => <LastTime good={good} />, phoneWord: words.lastWord },
    ...(hasStock ? [stockColumn(words.stock, words.stockWord)] : []),
    ...(hasListPrices ? [priceColumn(hasOwnPrices ? words.price : words.listPrice, isTaxSaid)] : []),
  ];
  return (
    <DataTable
      caption={words.title}
      columns={columns}
      rows={goods}
      rowKey={({ productId }) => productId}
      rowHref={({ productId, row }) =>
        hasListPrices
          ? `/prices/${encodeURIComponent(productId)}`
          : `/orders?${new URLSearchParams({ q: row.product.sku }).toString()}`
      }
    />
  );
}

function Goods({ good: { row } }: { good: UsualGood }) {
  const words = useWords(homeWords).again;
  const { name, sku, isDiscontinued, replacement } = row.product;
  return (
    <>
      {name}
      <small className="price-note">
        <code>{sku}</code>
        {isDiscontinued && ` · ${words.gone}`}
        {isDiscontinued && replacement && `, ${words.instead(replacement.sku)}`}
      </small>
    </>
  );
}

function LastTime({ good: { last } }: { good: UsualGood }) {
  const { format } = usePage();
  return (
    <>
      {format.quantity(last.quantity, last.unit)}, <Day on={last.orderedOn} />{' '}
      <small className="price-note">
        <a className="above" href={`/orders/${last.orderId}`}>
          {last.orderNumber}
        </a>
      </small>
    </>
  );
}

function stockColumn(head: string, phoneWord: string): Column<UsualGood> {
  return {
    key: 'stock',
    head,
    cell: ({ row }) => <StockWord stock={row.stock} unit={row.product.unit} />,
    isNumber: true,
    phoneWord,
  };
}

function priceColumn(head: string, isTaxSaid: boolean): Column<UsualGood> {
  return {
    key: 'price',
    head,
    cell: ({ row, last }) => (
      <PriceCell
        price={priceForAsMany(row.ownPrices ?? row.listPrices, last.quantity)}
        unit={row.product.unit}
        isTaxSaid={isTaxSaid}
      />
    ),
    isNumber: true,
    phone: 'figure',
  };
}
