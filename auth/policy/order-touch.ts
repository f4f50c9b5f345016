/** From which amount on an order needs a touch of the key (SES-13). */
import { z } from 'zod';

const LARGEST_LIST = 20;

/** One a currency. An order in a currency that is not here needs a touch whatever its amount. */
export const OrderTouchLimits = z
  .array(
    z.strictObject({
      currency: z.string().regex(/^[A-Z]{3}$/),
      /** Whole and minor units as a decimal: what is more needs a touch. */
      amount: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/),
    }),
  )
  .max(LARGEST_LIST)
  .refine((limits) => new Set(limits.map(({ currency }) => currency)).size === limits.length);
export type OrderTouchLimits = z.infer<typeof OrderTouchLimits>;

/** What an office orders in an ordinary week. */
export const DEFAULT_ORDER_TOUCH: OrderTouchLimits = [{ currency: 'RUB', amount: '100000' }];

/** `100000 RUB, 1500 EUR`, as it is typed and shown. */
export function toTouchText(limits: OrderTouchLimits): string {
  return limits.map(({ currency, amount }) => `${amount} ${currency}`).join(', ');
}

/** What was typed, still to be checked. */
export function parseTouchText(text: string): unknown {
  const parts = text.split(',').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const [amount = '', currency = '', ...rest] = part.split(/\s+/);
      return { amount, currency: [currency.toUpperCase(), ...rest].join(' ') };
    });
}
