/** Carriers that sources write in many ways, each with the address of its own page of a number where we know it. */
type KnownCarrier = { key: string; name: RegExp; url: (trackingNumber: string) => string };

/**
 * A carrier that is not here is shown by its number alone: a link to the wrong page is worse than none. The first whose
 * name fits counts.
 */
const CARRIERS: readonly KnownCarrier[] = [
  {
    key: 'cdek',
    name: /сд[эе]к|cdek/,
    url: (number) => `https://www.cdek.ru/ru/tracking?order_id=${number}`,
  },
  {
    key: 'russian-post',
    name: /почт[аы] росси|russian post/,
    url: (number) => `https://www.pochta.ru/tracking#${number}`,
  },
  {
    key: 'dhl',
    name: /\bdhl\b/,
    url: (number) => `https://www.dhl.com/global-en/home/tracking.html?tracking-id=${number}`,
  },
  { key: 'ups', name: /\bups\b/, url: (number) => `https://www.ups.com/track?tracknum=${number}` },
  { key: 'fedex', name: /fed ?ex/, url: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}` },
  { key: 'gls', name: /\bgls\b/, url: (number) => `https://gls-group.com/track/${number}` },
];

/** The carrier's own page of a tracking number, or null where we know none. */
export function trackingUrl(carrier: string | null, trackingNumber: string | null): string | null {
  if (carrier === null || trackingNumber === null) return null;
  return findCarrier(carrier)?.url(encodeURIComponent(trackingNumber)) ?? null;
}

/**
 * Tells carriers apart, however their names are written: two names of one carrier give the same key. A carrier that we
 * don't know is its own name in small letters.
 */
export function carrierKey(carrier: string): string {
  return (
    findCarrier(carrier)?.key ??
    carrier
      .toLowerCase()
      .replaceAll(/[\s"'«»„“”.,-]+/g, ' ')
      .trim()
  );
}

function findCarrier(carrier: string): KnownCarrier | undefined {
  const name = carrier.toLowerCase();
  return CARRIERS.find((known) => known.name.test(name));
}
