/** Goods on their way, and what carriers report of them. */

export const SHIPMENT_STATUSES = ['preparing', 'shipped', 'delivered', 'returned', 'cancelled'] as const;
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];

/** What every carrier's own codes are brought to. */
export const TRACKING_STATUSES = [
  'unknown',
  'label_created',
  'picked_up',
  'in_transit',
  'customs',
  'out_for_delivery',
  'ready_for_pickup',
  'delivery_attempt_failed',
  'delivered',
  'partially_delivered',
  'exception',
  'returning',
  'returned',
  'cancelled',
] as const;
export type TrackingStatus = (typeof TRACKING_STATUSES)[number];

export type TrackingEvent = {
  id: string;
  occurredAt: Date;
  status: TrackingStatus;
  /** The carrier's own words. */
  rawText: string | null;
  city: string | null;
  country: string | null;
};

/** What of an order line is in a shipment. */
export type ShipmentPart = {
  id: string;
  orderLineId: string | null;
  sku: string | null;
  name: string;
  quantity: string;
  unit: string | null;
};

export type Shipment = {
  id: string;
  number: string;
  status: ShipmentStatus;
  carrier: string | null;
  trackingNumber: string | null;
  shippedOn: string | null;
  expectedOn: string | null;
  deliveredOn: string | null;
  /** Null where the session does not open what was ordered. */
  parts: readonly ShipmentPart[] | null;
  /** The newest first. */
  events: readonly TrackingEvent[];
  /** What the carrier itself says of it; null where none does. */
  tracking: CarrierWord | null;
};

export type CarrierWord = {
  /** When the carrier last said something of it. */
  asOf: Date;
  /** The portal asks the carrier from time to time; else its program tells, or it has arrived. */
  isAsked: boolean;
  expectedOn: string | null;
};

/**
 * An event that a carrier told is about a parcel, by its number. When the ERP gives the shipment another number, what was
 * told of the old one is about somebody else's parcel. What the ERP itself told stands.
 */
export function isOfParcel(
  event: { sourceId: string; trackingNumber: string },
  shipment: { sourceId: string; trackingNumber: string | null },
): boolean {
  return event.sourceId === shipment.sourceId || event.trackingNumber === shipment.trackingNumber;
}

/** One event that two sources tell: the carrier itself, and a program that passes its word on. */
export function isSameEvent(one: TrackingEvent, other: TrackingEvent): boolean {
  return (
    one.occurredAt.getTime() === other.occurredAt.getTime() &&
    one.status === other.status &&
    one.rawText === other.rawText
  );
}

/**
 * Where it is by the newest word of it: carriers know of an arrival, or of a return, hours or days before the ERP does.
 * @param tracking where its carrier last saw it
 */
export function shownStatus(status: ShipmentStatus, tracking: TrackingStatus | null): ShipmentStatus {
  if (status !== 'shipped') return status;
  return tracking === 'delivered' || tracking === 'returned' ? tracking : status;
}

/** The goods have left, and have not come back. */
export function hasLeft(status: ShipmentStatus): boolean {
  return status === 'shipped' || status === 'delivered';
}

export function toShipmentStatus(text: string): ShipmentStatus {
  return SHIPMENT_STATUSES.find((status) => status === text) ?? 'preparing';
}

export function toTrackingStatus(text: string): TrackingStatus {
  return TRACKING_STATUSES.find((status) => status === text) ?? 'unknown';
}

/**
 * Where a shipment is by its newest event. A code that nobody has translated says nothing of that, so the newest that
 * says something counts.
 * @param events in any order
 */
export function currentEvent<Event extends Pick<TrackingEvent, 'occurredAt' | 'status'>>(
  events: readonly Event[],
): Event | null {
  const newestFirst = events.toSorted((one, other) => other.occurredAt.getTime() - one.occurredAt.getTime());
  return newestFirst.find(({ status }) => status !== 'unknown') ?? newestFirst[0] ?? null;
}

/** What the customer has to do something about: fetch it, or see to it that somebody is there. */
export function needsCustomer(status: TrackingStatus): boolean {
  return status === 'ready_for_pickup' || status === 'delivery_attempt_failed';
}

/** Something went wrong on the way. */
export function isTrouble(status: TrackingStatus): boolean {
  return ['delivery_attempt_failed', 'exception', 'returning', 'returned', 'cancelled'].includes(status);
}
