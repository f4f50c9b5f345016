import type { ReactNode } from 'react';
import { useWords } from '../ui/page-context.tsx';
import { Money } from '../ui/money.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Day, Instant } from '../ui/when.tsx';
import type { AttentionItem } from './attention.ts';
import { homeWords } from './words.ts';

/** What needs attention, each item a link to where it can be dealt with. */
export function AttentionList({ items }: { items: readonly AttentionItem[] }) {
  return (
    <ul className="hits">
      {items.map((item) => (
        <Item key={keyOf(item)} item={item} />
      ))}
    </ul>
  );
}

function Item({ item }: { item: AttentionItem }) {
  const words = useWords(homeWords).attention;
  switch (item.kind) {
    case 'shipment': {
      const { id, number, orderId, status, city, occurredAt } = item.shipment;
      const isReady = status === 'ready_for_pickup';
      return (
        <Line
          href={`/orders/${orderId}#shipment-${id}`}
          title={isReady ? words.readyForPickup(number) : words.attemptFailed(number)}
          tone={isReady ? 'watch' : 'bad'}
        >
          <Instant at={occurredAt} />
          {city && `, ${city}`}
        </Line>
      );
    }
    case 'missed':
      return (
        <Line href={`/orders/${item.order.id}`} title={words.missed(item.order.number)} tone="bad">
          {words.promised} {item.order.promisedOn && <Day on={item.order.promisedOn} />},{' '}
          {words.days(item.days)}
        </Line>
      );
    case 'overdue':
      return <OverdueItem item={item} />;
  }
}

function OverdueItem({ item }: { item: Extract<AttentionItem, { kind: 'overdue' }> }) {
  const words = useWords(homeWords).attention;
  const { orderId, number, dueOn, residual, total } = item.invoice;
  const documents = `/documents?${new URLSearchParams({ q: number }).toString()}`;
  return (
    <Line href={orderId === null ? documents : `/orders/${orderId}`} title={words.overdue(number)} tone="bad">
      <b>
        <Money of={residual ?? total} />
      </b>
      , {words.due} {dueOn && <Day on={dueOn} />}, {words.days(item.days)}
    </Line>
  );
}

function Line({
  href,
  title,
  tone,
  children,
}: {
  href: string;
  title: string;
  tone: 'watch' | 'bad';
  children: ReactNode;
}) {
  return (
    <li>
      <StatusMark tone={tone}>
        <a href={href}>{title}</a>
      </StatusMark>
      <span className="soft">{children}</span>
    </li>
  );
}

function keyOf(item: AttentionItem): string {
  switch (item.kind) {
    case 'shipment':
      return item.shipment.id;
    case 'missed':
      return item.order.id;
    case 'overdue':
      return item.invoice.id;
  }
}
