import { describe, expect, test } from 'vitest';
import {
  TRACKING_STATUSES as PORT_TRACKING,
  RETURN_STATUSES as PORT_RETURNS,
} from '#portal/connectors/entities/trade.ts';
import {
  ORDER_STATUSES as PORT_ORDERS,
  SHIPMENT_STATUSES as PORT_SHIPMENTS,
} from '#portal/connectors/entities/trade.ts';
import { INVOICE_STATUSES as PORT_INVOICES } from '#portal/connectors/entities/money.ts';
import { INVOICE_STATUSES } from '#portal/invoices/invoice.ts';
import { ORDER_STATUSES } from '#portal/orders/order.ts';
import { trackingUrl } from '#portal/shipments/carrier.ts';
import { RETURN_STATUSES } from '#portal/shipments/goods-return.ts';
import { SHIPMENT_STATUSES, TRACKING_STATUSES, currentEvent } from '#portal/shipments/shipment.ts';

test('what sources may send is what customers are shown: no state is unknown to a page', () => {
  expect(ORDER_STATUSES).toEqual(PORT_ORDERS);
  expect(SHIPMENT_STATUSES).toEqual(PORT_SHIPMENTS);
  expect(TRACKING_STATUSES).toEqual(PORT_TRACKING);
  expect(RETURN_STATUSES).toEqual(PORT_RETURNS);
  expect(INVOICE_STATUSES).toEqual(PORT_INVOICES);
});

describe('where a shipment is', () => {
  const at = (day: number, status: (typeof TRACKING_STATUSES)[number]) => ({
    occurredAt: new Date(Date.UTC(2026, 11, day)),
    status,
  });

  test('is what happened last, in whatever order it was reported', () => {
    const events = [at(3, 'in_transit'), at(5, 'delivered'), at(4, 'out_for_delivery')];
    expect(currentEvent(events)?.status).toBe('delivered');
  });

  test('is not lost to a code that nobody has translated', () => {
    expect(currentEvent([at(3, 'ready_for_pickup'), at(4, 'unknown')])?.status).toBe('ready_for_pickup');
    expect(currentEvent([at(4, 'unknown')])?.status).toBe('unknown');
  });

  test('is not known without a report', () => {
    expect(currentEvent([])).toBeNull();
  });
});

describe('the page of a carrier', () => {
  test('is linked where its address is known, with the number as one value', () => {
    expect(trackingUrl('СДЭК', '1234')).toBe('https://www.cdek.ru/ru/tracking?order_id=1234');
    expect(trackingUrl('UPS Express', '1Z&x=1')).toBe('https://www.ups.com/track?tracknum=1Z%26x%3D1');
  });

  test('is not guessed', () => {
    expect(trackingUrl('ДемоЭкспресс', 'DX1')).toBeNull();
    expect(trackingUrl('Groups of carriers', 'X')).toBeNull();
    expect(trackingUrl('СДЭК', null)).toBeNull();
    expect(trackingUrl(null, '1')).toBeNull();
  });
});
