import { createWheel, type Weighted, type Wheel } from '../random.ts';

/** How a customer of one kind buys and pays. Groups are goods group codes, money is roubles. */
export type CustomerKind = {
  code: 'factory' | 'builder' | 'farm' | 'workshop' | 'retailer' | 'newcomer';
  /** How often it orders, compared with the others. */
  orderWeight: number;
  groups: Wheel<string>;
  lineCount: readonly [number, number];
  lineRoubles: readonly [number, number];
  /** Days to pay after shipping; null: everything is paid before it is shipped. */
  paymentDays: number | null;
  creditLimitRoubles: number | null;
  /** Days after (or before) the due day on which it pays. */
  paysAfterDueDays: readonly [number, number];
  /** How often it pays in two parts, and how often it forgets an invoice for months. */
  splitPaymentChance: number;
  forgetChance: number;
  returnChance: number;
  /** Names its own purchase orders. */
  hasOwnNumbers: boolean;
  deliveryText: string;
  /** Groups that its contract price list covers, and by how much it is below the list. */
  contractGroups: readonly string[];
  contractBasisPoints: bigint;
};

/** Goods group codes by how often the customer buys from them. */
function groupsOf(weights: Readonly<Record<string, number>>): Wheel<string> {
  const [first, ...rest] = Object.entries(weights).map(([value, weight]): Weighted<string> => ({
    value,
    weight,
  }));
  if (!first) throw new Error('a customer must buy something');
  return createWheel([first, ...rest]);
}

export const CUSTOMER_KINDS = {
  factory: {
    code: 'factory',
    orderWeight: 9,
    groups: groupsOf({ BRG: 9, SEA: 6, HYD: 6, DRV: 5, FST: 4, LUB: 5, PNE: 4, ELE: 3, VLV: 2 }),
    lineCount: [3, 9],
    lineRoubles: [4_000, 60_000],
    paymentDays: 45,
    creditLimitRoubles: 6_000_000,
    paysAfterDueDays: [-3, 9],
    splitPaymentChance: 0.08,
    forgetChance: 0.01,
    returnChance: 0.05,
    hasOwnNumbers: true,
    deliveryText: 'транспортом поставщика до склада покупателя',
    contractGroups: ['BRG', 'SEA', 'DRV', 'HYD'],
    contractBasisPoints: 1200n,
  },
  builder: {
    code: 'builder',
    orderWeight: 7,
    groups: groupsOf({ FST: 8, ELE: 7, TLS: 5, WLD: 6, PPE: 6, VLV: 7, LUB: 1 }),
    lineCount: [2, 8],
    lineRoubles: [5_000, 70_000],
    paymentDays: 30,
    creditLimitRoubles: 3_000_000,
    paysAfterDueDays: [4, 32],
    splitPaymentChance: 0.2,
    forgetChance: 0.06,
    returnChance: 0.07,
    hasOwnNumbers: true,
    deliveryText: 'транспортной компанией до объекта за счёт поставщика',
    contractGroups: ['FST', 'ELE', 'VLV'],
    contractBasisPoints: 900n,
  },
  farm: {
    code: 'farm',
    orderWeight: 5,
    groups: groupsOf({ LUB: 9, DRV: 8, BRG: 6, HYD: 5, SEA: 4, FST: 2, PPE: 2 }),
    lineCount: [2, 7],
    lineRoubles: [3_000, 40_000],
    paymentDays: 60,
    creditLimitRoubles: 2_500_000,
    paysAfterDueDays: [-5, 14],
    splitPaymentChance: 0.12,
    forgetChance: 0.02,
    returnChance: 0.04,
    hasOwnNumbers: false,
    deliveryText: 'транспортом поставщика до машинного двора',
    contractGroups: ['LUB', 'DRV'],
    contractBasisPoints: 1000n,
  },
  workshop: {
    code: 'workshop',
    orderWeight: 5,
    groups: groupsOf({ LUB: 8, BRG: 6, TLS: 5, SEA: 4, PPE: 2, ELE: 1 }),
    lineCount: [1, 4],
    lineRoubles: [900, 9_000],
    paymentDays: null,
    creditLimitRoubles: null,
    paysAfterDueDays: [-4, 1],
    splitPaymentChance: 0,
    forgetChance: 0.06,
    returnChance: 0.04,
    hasOwnNumbers: false,
    deliveryText: 'самовывоз со склада поставщика',
    contractGroups: [],
    contractBasisPoints: 0n,
  },
  retailer: {
    code: 'retailer',
    orderWeight: 7,
    groups: groupsOf({ TLS: 9, PPE: 8, ELE: 5, FST: 7, LUB: 3, WLD: 2 }),
    lineCount: [4, 9],
    lineRoubles: [4_000, 35_000],
    paymentDays: 14,
    creditLimitRoubles: 1_500_000,
    paysAfterDueDays: [-2, 6],
    splitPaymentChance: 0.06,
    forgetChance: 0.01,
    returnChance: 0.11,
    hasOwnNumbers: true,
    deliveryText: 'транспортной компанией до распределительного центра',
    contractGroups: ['TLS', 'PPE', 'FST'],
    contractBasisPoints: 1400n,
  },
  newcomer: {
    code: 'newcomer',
    orderWeight: 3,
    groups: groupsOf({ ELE: 4, PNE: 5, TLS: 3, BRG: 2 }),
    lineCount: [1, 3],
    lineRoubles: [1_500, 12_000],
    paymentDays: null,
    creditLimitRoubles: null,
    paysAfterDueDays: [-4, 0],
    splitPaymentChance: 0,
    forgetChance: 0.05,
    returnChance: 0,
    hasOwnNumbers: false,
    deliveryText: 'транспортной компанией до двери за счёт покупателя',
    contractGroups: [],
    contractBasisPoints: 0n,
  },
} as const satisfies Record<CustomerKind['code'], CustomerKind>;
