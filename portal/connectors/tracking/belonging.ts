/**
 * Which shipment an event belongs to. Carriers use numbers again, sometimes within months, and numbers of different
 * carriers may be equal: so an event belongs to a shipment by carrier, number and time, or to none.
 */
import { addDays, onFromInstant } from '#portal/lib/dates.ts';
import { carrierKey } from '#portal/shipments/carrier.ts';
import type { CarrierEvent } from './carrier-event.ts';

/** A shipment of the event's number. */
export type Candidate = {
  id: string;
  counterpartyId: string | null;
  carrier: string | null;
  shippedOn: string | null;
  deliveredOn: string | null;
};

export type WhyHeld = 'unknown_number' | 'other_carrier' | 'out_of_window' | 'ambiguous';

export type Belonging = { ok: true; shipmentIds: string[] } | { ok: false; reason: WhyHeld };

/** Nothing is on its way for longer. What comes later is about another parcel. */
export const LONGEST_WAY_DAYS = 120;
/** Signatures, corrections, a return that is noticed late. */
const AFTER_DELIVERY_DAYS = 14;
/** Nobody reports what is still to come; a day covers clocks that are set to another zone's time. */
const CLOCKS_DIFFER_MS = 24 * 3_600_000;

/**
 * One shipment, or all of one customer that left on one day with one number, which is one parcel with two documents.
 * @param when.timeZone IANA name; shipments have days, events have instants
 */
export function belongingOf(
  event: Pick<CarrierEvent, 'carrier' | 'occurredAt'>,
  candidates: readonly Candidate[],
  { timeZone, now }: { timeZone: string; now: Date },
): Belonging {
  if (candidates.length === 0) return { ok: false, reason: 'unknown_number' };
  const key = carrierKey(event.carrier);
  const carried = candidates.filter(({ carrier }) => carrier !== null && carrierKey(carrier) === key);
  if (carried.length === 0) return { ok: false, reason: 'other_carrier' };
  if (event.occurredAt.getTime() > now.getTime() + CLOCKS_DIFFER_MS)
    return { ok: false, reason: 'out_of_window' };
  const on = onFromInstant(event.occurredAt, timeZone);
  const fitting = carried.filter((candidate) => isWithinWay(candidate, on));
  if (fitting.length === 0) return { ok: false, reason: 'out_of_window' };
  const parcels = new Set(fitting.map((one) => `${one.counterpartyId} ${one.shippedOn}`));
  const isOneParcel = parcels.size === 1 && (fitting.length === 1 || fitting[0]?.counterpartyId !== null);
  return isOneParcel
    ? { ok: true, shipmentIds: fitting.map(({ id }) => id) }
    : { ok: false, reason: 'ambiguous' };
}

function isWithinWay({ shippedOn, deliveredOn }: Candidate, on: string): boolean {
  if (shippedOn === null || on < shippedOn) return false;
  const endsOn = addDays(shippedOn, LONGEST_WAY_DAYS);
  const closedOn = deliveredOn === null ? endsOn : addDays(deliveredOn, AFTER_DELIVERY_DAYS);
  return on <= (closedOn < endsOn ? closedOn : endsOn);
}
