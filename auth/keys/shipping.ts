/** How a key travels to its holder. */
export const SHIPPING_WAYS = ['courier', 'post', 'with-goods', 'colleague'] as const;
export type ShippingWay = (typeof SHIPPING_WAYS)[number];

/** @returns null for what is none of them */
export function parseShippingWay(text: string): ShippingWay | null {
  return SHIPPING_WAYS.find((way) => way === text) ?? null;
}
