import type { ReactNode } from 'react';
import { AsOf } from '../ui/as-of.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Day, Instant } from '../ui/when.tsx';
import { trackingUrl } from './carrier.ts';
import { ShipmentMark } from './shipment-mark.tsx';
import { currentEvent, shownStatus } from './shipment.ts';
import type { CarrierWord, Shipment, ShipmentPart } from './shipment.ts';
import { TrackingEvents } from './tracking-events.tsx';
import { trackingFreshness } from './tracking-freshness.ts';
import { shipmentsWords } from './words.ts';

/** One shipment: where it is, what of the order is in it, and what its carrier reported. */
export function ShipmentSheet({ shipment, action }: { shipment: Shipment; action?: ReactNode }) {
  const words = useWords(shipmentsWords);
  const { number, parts, events, trackingNumber } = shipment;
  const status = shownStatus(shipment.status, currentEvent(events)?.status ?? null);
  return (
    <article className="shipment" id={`shipment-${shipment.id}`} aria-label={words.steps.shipment(number)}>
      <h3>
        {words.steps.shipment(number)} <ShipmentMark status={status} />
      </h3>
      <KeyValueList
        items={[
          ...dayItems(shipment, words.shipments),
          ...(shipment.carrier === null ? [] : [{ key: words.shipments.carrier, value: shipment.carrier }]),
          ...(trackingNumber === null
            ? []
            : [{ key: words.shipments.trackingNumber, value: <TrackingNumber shipment={shipment} /> }]),
        ]}
      />
      {events.length > 0 && <TrackingEvents events={events} />}
      {shipment.tracking && <Heard shipment={shipment} tracking={shipment.tracking} />}
      {parts !== null && parts.length > 0 && <Parts parts={parts} />}
      {action && <div className="form-actions">{action}</div>}
    </article>
  );
}

/** How old the carrier's word is. What it tells by itself does not age: nothing new is nothing new. */
function Heard({ shipment, tracking }: { shipment: Shipment; tracking: CarrierWord }) {
  const words = useWords(shipmentsWords).shipments;
  const { now } = usePage();
  const carrier = shipment.carrier ?? words.carrier;
  const { asOf, isAsked } = tracking;
  if (isAsked && shipment.shippedOn !== null) {
    const { shippedOn } = shipment;
    const freshness = trackingFreshness({ carrier, asOf, shippedOn }, now.toISOString().slice(0, 10));
    return <AsOf freshness={freshness} />;
  }
  return (
    <p className="soft">
      {words.heard(carrier)} <Instant at={asOf} />
    </p>
  );
}

function dayItems(
  { shippedOn, expectedOn, deliveredOn, tracking, events }: Shipment,
  words: { shipped: string; expected: string; delivered: string; expectedByCarrier: string },
) {
  // Carriers know of an arrival hours before the ERP does.
  const isThere = deliveredOn !== null || currentEvent(events)?.status === 'delivered';
  const byCarrier = isThere ? null : (tracking?.expectedOn ?? null);
  const days = [
    { key: words.shipped, on: shippedOn },
    { key: words.expected, on: isThere ? null : expectedOn },
    { key: words.expectedByCarrier, on: byCarrier === expectedOn ? null : byCarrier },
    { key: words.delivered, on: deliveredOn },
  ];
  return days.flatMap(({ key, on }) => (on === null ? [] : [{ key, value: <Day on={on} /> }]));
}

/** The number, and the carrier's own page of it where we know its address. */
function TrackingNumber({ shipment: { carrier, trackingNumber } }: { shipment: Shipment }) {
  const words = useWords(shipmentsWords).shipments;
  const url = trackingUrl(carrier, trackingNumber);
  return (
    <>
      <span className="code">{trackingNumber}</span>
      {url && (
        <>
          {' '}
          <a href={url} target="_blank" rel="noopener noreferrer">
            {words.atCarrier} <Icon name="external" isSmall />
          </a>
        </>
      )}
    </>
  );
}

function Parts({ parts }: { parts: readonly ShipmentPart[] }) {
  const { format } = usePage();
  const words = useWords(shipmentsWords);
  return (
    <DataTable
      caption={words.shipments.inIt}
      rows={parts}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          head: words.shipments.inIt,
          cell: ({ name, sku }) => (
            <>
              {name}
              {sku && <span className="code soft"> {sku}</span>}
            </>
          ),
        },
        {
          key: 'quantity',
          head: words.shipments.quantity,
          cell: ({ quantity, unit }) => format.quantity(quantity, unit),
          isNumber: true,
          phone: 'figure',
        },
      ]}
    />
  );
}
