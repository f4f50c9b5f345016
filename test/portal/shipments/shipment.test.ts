import { describe, expect, test } from 'vitest';
import { trackingUrl } from '#portal/shipments/carrier.ts';
import { currentEvent } from '#portal/shipments/shipment.ts';
import type { TrackingStatus } from '#portal/shipments/shipment.ts';

describe('where a shipment is', () => {
  const at = (day: number, status: TrackingStatus) => ({
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
