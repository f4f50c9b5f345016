/** What a carrier reports of a parcel, in our words. */
import { createHash } from 'node:crypto';
import { carrierKey } from '#portal/shipments/carrier.ts';
import type { TrackingStatus } from '#portal/shipments/shipment.ts';

export type CarrierEvent = {
  carrier: string;
  trackingNumber: string;
  occurredAt: Date;
  status: TrackingStatus;
  /** The carrier's own code and words. */
  rawCode: string | null;
  rawText: string | null;
  city: string | null;
  country: string | null;
};

/**
 * What names an event: carrier, number, time and code, or, where the carrier gave no code, what it means. Told again it
 * is the same event, whatever its words are then.
 * @param of what it is the name for: a shipment, or the source that told it
 */
export function eventIdOf(
  { carrier, trackingNumber, occurredAt, rawCode, status }: CarrierEvent,
  of: string,
): string {
  const what = rawCode ?? status;
  const name = JSON.stringify([of, carrierKey(carrier), trackingNumber, occurredAt.toISOString(), what]);
  return createHash('sha256').update(name).digest('base64url');
}
