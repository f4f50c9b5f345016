import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { CarriedDiscount, KeyWithDiscounts } from './account-discount.ts';
import { useDiscountColumns } from './discount-cells.tsx';
import { discountsWords } from './words.ts';

/** More orders than this are found on the orders' own page. */
const ORDERS_SHOWN = 5;

/** One key and the discounts that it carries: by whom, until when, where they were used. */
export function KeyDiscounts({ carrier }: { carrier: KeyWithDiscounts }) {
  const words = useWords(discountsWords);
  const { label, holderName, discounts } = carrier;
  const title = words.keyOf(label, holderName);
  const isUsed = discounts.some(({ orders }) => orders.length > 0);
  const columns: Column<CarriedDiscount>[] = [
    ...useDiscountColumns<CarriedDiscount>(),
    { key: 'granted', head: words.columns.granted, cell: (row) => <GrantedCell row={row} /> },
    ...(isUsed
      ? [{ key: 'used', head: words.columns.used, cell: (row: CarriedDiscount) => <UsedCell row={row} /> }]
      : []),
  ];
  return (
    <Sheet title={title} tools={<KeyState carrier={carrier} />} isFlush>
      <DataTable caption={title} columns={columns} rows={discounts} rowKey={({ id }) => id} />
    </Sheet>
  );
}

function KeyState({ carrier: { status, isInHand } }: { carrier: KeyWithDiscounts }) {
  const words = useWords(discountsWords);
  if (isInHand) {
    return (
      <span className="row">
        <Icon name="key" isSmall className="brass" />
        {words.inHand}
      </span>
    );
  }
  if (status === 'active') return null;
  return <StatusMark tone="quiet">{words.keyStates[status]}</StatusMark>;
}

function GrantedCell({ row: { grantedBy, grantedAt } }: { row: CarriedDiscount }) {
  const { format } = usePage();
  const words = useWords(discountsWords);
  const day = format.dayOf(grantedAt);
  return grantedBy === null ? day : words.granted(grantedBy, day);
}

function UsedCell({ row: { orders } }: { row: CarriedDiscount }) {
  const { format } = usePage();
  const words = useWords(discountsWords);
  return (
    <>
      {orders.slice(0, ORDERS_SHOWN).map(({ id, number, orderedOn, givenMinor, currency }) => (
        <a key={id} className="price-tier" href={`/orders/${encodeURIComponent(id)}`}>
          {words.usedIn(number, format.day(orderedOn), format.amount({ amountMinor: -givenMinor, currency }))}
        </a>
      ))}
    </>
  );
}
