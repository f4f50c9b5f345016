/**
 * Carriers whose page of a tracking number has a known address. A carrier that is not here is shown by its number
 * alone: a link to the wrong page is worse than none.
 */
const TRACKING_PAGES: readonly { name: RegExp; url: (trackingNumber: string) => string }[] = [
  { name: /сд[эе]к|cdek/, url: (number) => `https://www.cdek.ru/ru/tracking?order_id=${number}` },
  { name: /почт[аы] росси|russian post/, url: (number) => `https://www.pochta.ru/tracking#${number}` },
  {
    name: /\bdhl\b/,
    url: (number) => `https://www.dhl.com/global-en/home/tracking.html?tracking-id=${number}`,
  },
  { name: /\bups\b/, url: (number) => `https://www.ups.com/track?tracknum=${number}` },
  { name: /fed ?ex/, url: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}` },
  { name: /\bgls\b/, url: (number) => `https://gls-group.com/track/${number}` },
];

/** The carrier's own page of a tracking number, or null where we know none. */
export function trackingUrl(carrier: string | null, trackingNumber: string | null): string | null {
  if (carrier === null || trackingNumber === null) return null;
  const name = carrier.toLowerCase();
  const page = TRACKING_PAGES.find((known) => known.name.test(name));
  return page ? page.url(encodeURIComponent(trackingNumber)) : null;
}
