import { checkDigitOf } from '#auth/keys/card-number.ts';
import type { StockLine } from '#auth/keys/stock-line.ts';
import type { KeyKind } from '#auth/keys/key-kind.ts';

/** A delivery of one model: how many, and what one of them cost, in kopecks. */
type Delivery = { batch: string; kind: KeyKind; modelName: string; count: number; costMinor: bigint };

const DELIVERIES: readonly Delivery[] = [
  { batch: 'ДЕМО-01', kind: 'fido2', modelName: 'Образец FIDO2 (демо)', count: 12, costMinor: 189_000n },
  { batch: 'ДЕМО-02', kind: 'fido2', modelName: 'Образец FIDO2 мини (демо)', count: 5, costMinor: 254_000n },
  { batch: 'ДЕМО-03', kind: 'u2f', modelName: 'Образец U2F (демо)', count: 3, costMinor: 96_000n },
];

/** Begins the numbers of the demo's cards: no maker and no bank has them. */
const CARD_PREFIX = '99900000';

/** The keys that lie in the demo's stock: twenty, of three deliveries, with serials that say what they are. */
export function demoStock(): StockLine[] {
  return DELIVERIES.flatMap(({ count, costMinor, ...delivery }, place) =>
    Array.from({ length: count }, (_, index) => {
      const number = `${place + 1}${String(index + 1).padStart(2, '0')}`;
      const digits = `${CARD_PREFIX}${number}`;
      return {
        ...delivery,
        serial: `DEMO-${number}`,
        cardNumber: digits + checkDigitOf(digits),
        cost: { amountMinor: costMinor, currency: 'RUB' },
      };
    }),
  );
}
