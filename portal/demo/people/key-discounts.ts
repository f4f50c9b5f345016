import { addDays } from '#portal/lib/dates.ts';
import { ELECTRICAL } from '../catalogue/plant-goods.ts';
import { BEARINGS } from '../catalogue/power-transmission.ts';
import { TOOLS } from '../catalogue/site-goods.ts';
import { accountNumber } from '../customers/customer.ts';
import { CURRENCY } from '../line-amounts.ts';

export type DemoDiscount = {
  ref: string;
  name: string;
  kind: 'percent' | 'fixed-price';
  basisPoints: number | null;
  fixedPrice: string | null;
  currency: string | null;
  goodsGroup: string | null;
  sku: string | null;
  validFromOn: string;
  validToOn: string | null;
  maxAmountMinor: bigint | null;
  status: 'draft' | 'active' | 'ended';
  /** The keys that carry it, by account and holder. A draft is carried by none. */
  carriedBy: readonly { accountNumber: string; holderRef: string }[];
};

/** A discount whose days are told from the day on which the demo is shown. */
type Sketch = Pick<DemoDiscount, 'ref' | 'name' | 'kind' | 'status' | 'carriedBy'> &
  Partial<DemoDiscount> & { fromDays: number; toDays: number | null };

const SKETCHES: readonly Sketch[] = [
  {
    ref: 'key-discount-1',
    name: 'Брелок завода: подшипники',
    kind: 'percent',
    basisPoints: 300,
    goodsGroup: BEARINGS.name,
    fromDays: -90,
    toDays: 120,
    status: 'active',
    carriedBy: [
      { accountNumber: accountNumber(1), holderRef: 'holder-01' },
      { accountNumber: accountNumber(1), holderRef: 'holder-02' },
    ],
  },
  {
    ref: 'key-discount-2',
    name: 'Брелок постоянного клиента',
    kind: 'percent',
    basisPoints: 200,
    fromDays: -60,
    toDays: null,
    maxAmountMinor: 5_000_000n,
    status: 'active',
    carriedBy: [
      { accountNumber: accountNumber(2), holderRef: 'holder-06' },
      { accountNumber: accountNumber(5), holderRef: 'holder-10' },
    ],
  },
  {
    ref: 'key-discount-3',
    name: 'Литол-24 по твёрдой цене',
    kind: 'fixed-price',
    fixedPrice: '279.00',
    currency: CURRENCY,
    sku: 'LUB-LIT24-0.8',
    fromDays: -30,
    toDays: 60,
    status: 'active',
    carriedBy: [{ accountNumber: accountNumber(3), holderRef: 'holder-08' }],
  },
  {
    ref: 'key-discount-4',
    name: 'Подарок ко дню рождения',
    kind: 'percent',
    basisPoints: 1000,
    goodsGroup: TOOLS.name,
    fromDays: 3,
    toDays: 17,
    maxAmountMinor: 500_000n,
    status: 'draft',
    carriedBy: [],
  },
  {
    ref: 'key-discount-5',
    name: 'Весенняя акция: электротовары',
    kind: 'percent',
    basisPoints: 500,
    goodsGroup: ELECTRICAL.name,
    fromDays: -260,
    toDays: -170,
    status: 'ended',
    carriedBy: [{ accountNumber: accountNumber(4), holderRef: 'holder-09' }],
  },
];

/** Discounts that the loyalty officer has granted to keys: three run, one is being prepared, one is over. */
export function makeKeyDiscounts(today: string): DemoDiscount[] {
  return SKETCHES.map(({ fromDays, toDays, ...sketch }) => ({
    basisPoints: null,
    fixedPrice: null,
    currency: null,
    goodsGroup: null,
    sku: null,
    maxAmountMinor: null,
    validFromOn: addDays(today, fromDays),
    validToOn: toDays === null ? null : addDays(today, toDays),
    ...sketch,
  }));
}
