/**
 * What CDEK's status codes mean (interface v2, "order statuses"; erp.md 1.12). Codes were renamed over the years and both
 * names are met, so what many codes share is told by how they begin. A code that is not here is `unknown` and is shown in
 * CDEK's own words.
 */
import type { TrackingStatus } from '#portal/shipments/shipment.ts';

const CODES: Readonly<Record<string, TrackingStatus>> = {
  ACCEPTED: 'label_created',
  CREATED: 'label_created',
  RECEIVED_AT_SHIPMENT_WAREHOUSE: 'picked_up',
  CUSTOMS_COMPLETE: 'in_transit',
  ACCEPTED_TO_OFFICE_TRANSIT_WAREHOUSE: 'in_transit',
  ACCEPTED_AT_TRANSIT_WAREHOUSE: 'in_transit',
  ACCEPTED_AT_DELIVERY_WAREHOUSE: 'in_transit',
  ACCEPTED_AT_RECIPIENT_CITY_WAREHOUSE: 'in_transit',
  SHIPPED_TO_DESTINATION: 'in_transit',
  ISSUED_FOR_DELIVERY: 'out_for_delivery',
  TAKEN_BY_COURIER: 'out_for_delivery',
  ACCEPTED_AT_WAREHOUSE_ON_DEMAND: 'ready_for_pickup',
  ACCEPTED_AT_PICK_UP_POINT: 'ready_for_pickup',
  POSTOMAT_POSTED: 'ready_for_pickup',
  DELIVERED: 'delivered',
  POSTOMAT_RECEIVED: 'delivered',
  NOT_DELIVERED: 'returning',
  POSTOMAT_SEIZED: 'returning',
  REMOVED: 'cancelled',
};

const BEGINNINGS: readonly (readonly [string, TrackingStatus])[] = [
  ['RETURNED_TO_SENDER_', 'returning'],
  ['IN_CUSTOMS_', 'customs'],
  ['READY_TO_SHIP_', 'in_transit'],
  ['READY_FOR_SHIPMENT_', 'in_transit'],
  ['PASSED_TO_', 'in_transit'],
  ['TAKEN_BY_TRANSPORTER_', 'in_transit'],
  ['SEND_TO_', 'in_transit'],
  ['SENT_TO_', 'in_transit'],
  ['MET_AT_', 'in_transit'],
  ['ACCEPTED_IN_', 'in_transit'],
];

export function statusOfCdek(code: string): TrackingStatus {
  if (Object.hasOwn(CODES, code)) return CODES[code] ?? 'unknown';
  return BEGINNINGS.find(([beginning]) => code.startsWith(beginning))?.[1] ?? 'unknown';
}
