import { divideHalfUp } from '#portal/lib/decimal.ts';
import type { DemoProduct } from '../catalogue/make-catalogue.ts';
import { PIECE } from '../catalogue/unit.ts';
import type { DemoCustomer } from '../customers/customer.ts';
import { MILLI } from '../line-amounts.ts';
import { priceFor } from '../prices.ts';
import type { Random } from '../random.ts';
import type { DemoWorld } from '../world.ts';
import type { OrderedLine } from './order-story.ts';

/** A line before it is known when it ships, and so at which tax rate. */
export type ChosenLine = Omit<OrderedLine, 'vatPercent' | 'netMinor' | 'taxMinor' | 'promisedOn'>;

const PACKS_MAX = 400n;
const DRAWING_CHANCE = 0.02;

/** Picks what a customer orders on a day: different goods of its trade, as much of each as it usually spends. */
export function chooseGoods(
  world: DemoWorld,
  { customer, on }: { customer: DemoCustomer; on: string },
  random: Random,
): ChosenLine[] {
  const [few, many] = customer.kind.lineCount;
  const wanted = random.between(few, many);
  const products = new Set<DemoProduct>();
  for (let tries = 0; products.size < wanted && tries < wanted * 4; tries += 1) {
    const group = world.productsByGroup.get(random.spin(customer.kind.groups));
    const product = group && random.pick(group);
    if (product && isOnSale(product, on)) products.add(product);
  }
  const lines = [...products].map((product, index) =>
    chooseLine(world, { product, customer, on, no: index + 1 }, random),
  );
  return random.chance(DRAWING_CHANCE) ? [...lines, lineByDrawing(lines.length + 1, random)] : lines;
}

function isOnSale({ discontinuedOn }: DemoProduct, on: string): boolean {
  return discontinuedOn === null || on < discontinuedOn;
}

function chooseLine(
  { periods, discounts }: DemoWorld,
  choice: { product: DemoProduct; customer: DemoCustomer; on: string; no: number },
  random: Random,
): ChosenLine {
  const { product, customer, on, no } = choice;
  const [low, high] = customer.kind.lineRoubles;
  const packMinor = divideHalfUp(product.priceMinor * product.packMilli, MILLI);
  const affordable = (BigInt(random.between(low, high)) * 100n) / packMinor;
  const packs = affordable < 1n ? 1n : roundPacks(affordable > PACKS_MAX ? PACKS_MAX : affordable);
  const quantityMilli = packs * product.packMilli;
  const price = priceFor({ product, customer, quantityMilli, on, periods, discounts });
  return {
    no,
    product,
    sku: product.sku,
    name: product.name,
    unit: product.unit,
    packMilli: product.packMilli,
    gramsPerUnit: product.gramsPerUnit,
    isMadeToOrder: product.isMadeToOrder,
    quantityMilli,
    listMinor: price.listMinor,
    discountPercent: price.discountPercent,
    unitPriceMinor: price.unitMinor,
  };
}

/** People order 20 or 50 packs, not 23 or 47. */
function roundPacks(packs: bigint): bigint {
  const step = packs > 100n ? 50n : packs > 20n ? 10n : packs > 10n ? 5n : 1n;
  return (packs / step) * step;
}

/** A part made to the customer's drawing: an order line without a catalogue entry. */
function lineByDrawing(no: number, random: Random): ChosenLine {
  const priceMinor = BigInt(random.between(18, 90)) * 10_000n;
  return {
    no,
    product: null,
    sku: null,
    name: 'Втулка бронзовая по чертежу заказчика',
    unit: PIECE,
    packMilli: MILLI,
    gramsPerUnit: 640n,
    isMadeToOrder: true,
    quantityMilli: BigInt(random.between(2, 12)) * MILLI,
    listMinor: priceMinor,
    discountPercent: '0',
    unitPriceMinor: priceMinor,
  };
}
