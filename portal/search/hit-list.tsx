import type { ReactNode } from 'react';
import { OrderStatus } from '../orders/order-status.tsx';
import { ShipmentMark } from '../shipments/shipment-mark.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Day } from '../ui/when.tsx';
import { hitHref } from './search-hit.ts';
import type { SearchHit } from './search-hit.ts';
import { searchWords } from './words.ts';

/** Hits of one kind, each a link. */
export function HitList({ hits }: { hits: readonly SearchHit[] }) {
  return (
    <ul className="hits">
      {hits.map((hit) => (
        <li key={hit.id}>
          <a href={hitHref(hit)}>{titleOf(hit)}</a>
          <span className="soft">
            <HitDetail hit={hit} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function titleOf(hit: SearchHit): ReactNode {
  switch (hit.kind) {
    case 'order':
    case 'shipment':
    case 'invoice':
      return hit.number;
    case 'document':
      return hit.title;
    case 'product':
    case 'ordered':
      return hit.name;
  }
}

function HitDetail({ hit }: { hit: SearchHit }) {
  const words = useWords(searchWords);
  switch (hit.kind) {
    case 'order':
      return (
        <>
          {words.of} <Day on={hit.orderedOn} />
          {hit.customerReference && `, ${words.reference(hit.customerReference)}`}{' '}
          <OrderStatus status={hit.status} />
        </>
      );
    case 'shipment':
      return (
        <>
          {[hit.carrier, hit.trackingNumber && words.tracking(hit.trackingNumber)].filter(Boolean).join(', ')}{' '}
          <ShipmentMark status={hit.status} />
        </>
      );
    case 'invoice':
    case 'document':
      return <Day on={hit.issuedOn} />;
    case 'product':
      return (
        <>
          <span className="code">{hit.sku}</span>{' '}
          <a href={`/orders?${new URLSearchParams({ q: hit.sku }).toString()}`}>{words.inOrders}</a>
        </>
      );
    case 'ordered':
      return <span className="code">{hit.sku}</span>;
  }
}
