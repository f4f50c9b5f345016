import { expect, test } from 'vitest';
import { PlaceLabels, labelOf } from '#auth/places/place-label.ts';

const PLACES = [
  { cidr: '192.0.2.0/24', label: 'Office' },
  { cidr: '192.0.2.64/26', label: 'Warehouse' },
  { cidr: '2001:db8::/32', label: 'Office' },
];

test('SES-06 an address is shown by the narrowest network that the administrator has named', () => {
  expect(labelOf('192.0.2.7', PLACES)).toBe('Office');
  expect(labelOf('192.0.2.70', PLACES)).toBe('Warehouse');
  expect(labelOf('::ffff:192.0.2.70', PLACES)).toBe('Warehouse');
  expect(labelOf('2001:db8:5::1', PLACES)).toBe('Office');
  expect(labelOf('203.0.113.1', PLACES)).toBeNull();
  expect(labelOf('no address', PLACES)).toBeNull();
});

test('SES-06 a label that is none, looks like a network or hides characters is refused', () => {
  expect(PlaceLabels.safeParse(PLACES).success).toBe(true);
  for (const label of ['', '10.0.0.0/8', 'Off\u202Eice', 'a'.repeat(61)])
    expect(PlaceLabels.safeParse([{ cidr: '192.0.2.0/24', label }]).success).toBe(false);
  for (const cidr of ['192.0.2.7/24', 'office', '192.0.2.0/33'])
    expect(PlaceLabels.safeParse([{ cidr, label: 'Office' }]).success).toBe(false);
});
