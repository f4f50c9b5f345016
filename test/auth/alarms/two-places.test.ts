import { expect, test } from 'vitest';
import { isInTwoPlaces } from '#auth/alarms/two-places.ts';

const NOON_MS = Date.parse('2026-11-22T12:00:00.000Z');
const seen = (place: string, minutes = 0) => ({ place, lastSeenAt: new Date(NOON_MS + minutes * 60_000) });

test('ADM-08 one key in two networks within ten minutes is in two places, whichever came first', () => {
  const [here, there] = [seen('192.0.2.0/24'), seen('198.51.100.0/24', 9)];
  expect([isInTwoPlaces(here, there), isInTwoPlaces(there, here)]).toEqual([true, true]);
  expect(isInTwoPlaces(seen('Office'), seen('198.51.100.0/24', 9))).toBe(true);
  expect(isInTwoPlaces(seen('Office'), seen('Warehouse'))).toBe(true);
});

test('a journey, two browsers in one network and a line with both families of addresses are no alarm', () => {
  expect(isInTwoPlaces(seen('192.0.2.0/24'), seen('198.51.100.0/24', 10))).toBe(false);
  expect(isInTwoPlaces(seen('192.0.2.0/24'), seen('192.0.2.0/24', 1))).toBe(false);
  expect(isInTwoPlaces(seen('Office'), seen('Office', 1))).toBe(false);
  expect(isInTwoPlaces(seen('192.0.2.0/24'), seen('2001:db8:0::/48', 1))).toBe(false);
  expect(isInTwoPlaces(seen(''), seen('192.0.2.0/24', 1))).toBe(false);
});
