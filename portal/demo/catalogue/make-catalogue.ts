import { addDays } from '#portal/lib/dates.ts';
import { MILLI } from '../line-amounts.ts';
import { createRandom, type Random } from '../random.ts';
import { DISCONTINUED } from './discontinued.ts';
import { HYDRAULICS, PNEUMATICS, SEALS } from './fluid-power.ts';
import type { Article, GoodsGroup } from './goods-group.ts';
import { ELECTRICAL, LUBRICANTS, PIPE_FITTINGS } from './plant-goods.ts';
import { BEARINGS, DRIVES } from './power-transmission.ts';
import { FASTENERS, PROTECTIVE_GEAR, TOOLS, WELDING } from './site-goods.ts';
import type { Unit } from './unit.ts';

export type DemoProduct = {
  sku: string;
  name: string;
  unit: Unit;
  group: GoodsGroup;
  /** Today's list price of one unit, without VAT. */
  priceMinor: bigint;
  packMilli: bigint;
  gramsPerUnit: bigint;
  isMadeToOrder: boolean;
  /** Sold no more since this day. */
  discontinuedOn: string | null;
  replacement: { sku: string; reason: string } | null;
};

export type StockRow = { sku: string; warehouse: string; quantityMilli: bigint; expectedOn: string | null };

export const GOODS_GROUPS: readonly GoodsGroup[] = [
  BEARINGS,
  SEALS,
  FASTENERS,
  LUBRICANTS,
  HYDRAULICS,
  ELECTRICAL,
  DRIVES,
  PNEUMATICS,
  TOOLS,
  WELDING,
  PROTECTIVE_GEAR,
  PIPE_FITTINGS,
];

const WAREHOUSES = ['Демоград, центральный склад', 'Транзитск, региональный склад'] as const;

/** The 500 articles of the demo supplier, group by group. Goods went out of sale in the year before `today`. */
export function makeCatalogue({ today, seed }: { today: string; seed: number }): DemoProduct[] {
  const random = createRandom(seed, 'catalogue');
  return GOODS_GROUPS.flatMap((group) => [
    ...group.articles.map((article) => toProduct(group, article)),
    ...DISCONTINUED.filter((gone) => gone.group === group.code).map(({ article, replacement, reason }) => ({
      ...toProduct(group, article),
      discontinuedOn: addDays(today, -random.between(60, 330)),
      replacement: { sku: replacement, reason },
    })),
  ]);
}

/** What lies in the warehouses. Some goods have run out and are expected; what is made to order has no stock. */
export function makeStock(
  products: readonly DemoProduct[],
  { today, seed }: { today: string; seed: number },
): StockRow[] {
  const random = createRandom(seed, 'stock');
  return products
    .filter((product) => !product.isMadeToOrder && product.discontinuedOn === null)
    .flatMap((product) => stockOf(product, today, random));
}

function stockOf(product: DemoProduct, today: string, random: Random): StockRow[] {
  const warehouses = random.chance(0.35) ? WAREHOUSES : WAREHOUSES.slice(0, 1);
  return warehouses.map((warehouse) => {
    const packs = random.chance(0.09) ? 0n : BigInt(random.between(2, stockDepth(product)));
    return {
      sku: product.sku,
      warehouse,
      quantityMilli: packs * product.packMilli,
      expectedOn: packs === 0n ? addDays(today, random.between(3, 25)) : null,
    };
  });
}

/** Cheap goods lie in hundreds of packs, dear ones in a few pieces. */
function stockDepth({ priceMinor, packMilli }: DemoProduct): number {
  const packPriceRoubles = Number((priceMinor * packMilli) / MILLI / 100n);
  return Math.max(4, Math.min(400, Math.round(120_000 / (packPriceRoubles + 50))));
}

function toProduct(group: GoodsGroup, article: Article): DemoProduct {
  return {
    sku: `${group.code}-${article.code}`,
    name: article.name,
    unit: article.unit,
    group,
    priceMinor: roundPrice(article.roubles),
    packMilli: BigInt(Math.round((article.pack ?? 1) * 1000)),
    gramsPerUnit: BigInt(Math.round(article.gramsPerUnit)),
    isMadeToOrder: article.isMadeToOrder ?? false,
    discontinuedOn: null,
    replacement: null,
  };
}

/** Catalogue formulas give roubles with many digits; a price list has whole roubles, or kopecks when it is cheap. */
function roundPrice(roubles: number): bigint {
  if (roubles < 50) return BigInt(Math.round(roubles * 100));
  if (roubles < 1000) return BigInt(Math.round(roubles * 10)) * 10n;
  return BigInt(Math.round(roubles)) * 100n;
}
