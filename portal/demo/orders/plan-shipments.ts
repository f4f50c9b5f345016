import { lineAmounts } from '../line-amounts.ts';
import { VAT_RATES, vatPercentOn } from '../prices.ts';
import type { Random } from '../random.ts';
import { addWorkdays, previousWorkday } from '../workdays.ts';
import type { ChosenLine } from './choose-goods.ts';
import type { OrderedLine, ShippedPart } from './order-story.ts';

/** When what leaves the warehouse, if all goes as it will: the plan knows the delays that are to come. */
export type PlannedShipment = { shipOn: string; parts: readonly ShippedPart[] };

export type ShipmentPlan = { lines: readonly OrderedLine[]; shipments: readonly PlannedShipment[] };

const BACK_ORDER_CHANCE = 0.12;
const TOGETHER_CHANCE = 0.3;
const LATE_CHANCE = 0.22;
const STAGED_DELAY_DAYS = 14;

/** One of at most three waves in which an order leaves: from stock, what was short, what had to be made. */
type Wave = { promisedOn: string; shipOn: string };
type WaveName = 'stock' | 'short' | 'made';
type Share = { line: ChosenLine; wave: WaveName; quantityMilli: bigint };

/**
 * Splits an order into shipments and dates them. All shipments of an order fall under one tax rate: what is still to
 * leave before the rate changes leaves before it, so that an order has one rate throughout.
 */
export function planShipments(
  lines: readonly ChosenLine[],
  { startOn, isLate }: { startOn: string; isLate: boolean },
  random: Random,
): ShipmentPlan {
  const shares = lines.flatMap((line) => splitLine(line, random));
  const isTogether = random.chance(TOGETHER_CHANCE);
  const waves = dateWaves(startOn, isLate, random);
  const used = (['stock', 'short', 'made'] as const).filter((name) =>
    shares.some(({ wave }) => wave === name),
  );
  const lastWave = used.at(-1) ?? 'stock';
  const waveOf = (share: Share): WaveName => (isTogether ? lastWave : share.wave);
  const firstOn = waves[isTogether ? lastWave : (used[0] ?? 'stock')].shipOn;
  const vatPercent = vatPercentOn(firstOn);

  const ordered = new Map(
    lines.map((line) => {
      const last = shares.findLast((share) => share.line === line);
      const { promisedOn } = waves[last ? waveOf(last) : lastWave];
      return [line, { ...line, vatPercent, ...lineAmounts({ ...line, vatPercent }), promisedOn }];
    }),
  );
  const shipments = (isTogether ? [lastWave] : used).map((name) => ({
    shipOn: underOneRate(firstOn, waves[name].shipOn),
    parts: mergeParts(
      shares.filter((share) => waveOf(share) === name),
      ordered,
    ),
  }));
  return { lines: [...ordered.values()], shipments };
}

function splitLine(line: ChosenLine, random: Random): Share[] {
  if (line.isMadeToOrder) return [{ line, wave: 'made', quantityMilli: line.quantityMilli }];
  const packs = line.quantityMilli / line.packMilli;
  if (packs < 2n || !random.chance(BACK_ORDER_CHANCE)) {
    return [{ line, wave: 'stock', quantityMilli: line.quantityMilli }];
  }
  const percentInStock = BigInt(random.between(30, 80));
  const packsInStock = (packs * percentInStock) / 100n;
  const inStockMilli = (packsInStock < 1n ? 1n : packsInStock) * line.packMilli;
  return [
    { line, wave: 'stock', quantityMilli: inStockMilli },
    { line, wave: 'short', quantityMilli: line.quantityMilli - inStockMilli },
  ];
}

function dateWaves(startOn: string, isLate: boolean, random: Random): Record<WaveName, Wave> {
  const wave = (low: number, high: number): Wave => {
    const days = random.between(low, high);
    const delay = random.between(3, 14);
    const lateDays = isLate ? STAGED_DELAY_DAYS : random.chance(LATE_CHANCE) ? delay : 0;
    return { promisedOn: addWorkdays(startOn, days), shipOn: addWorkdays(startOn, days + lateDays) };
  };
  const stock = wave(2, 6);
  const short = wave(10, 24);
  const made = wave(14, 30);
  // A delayed first shipment never overtakes what was to follow it.
  return {
    stock,
    short: { ...short, shipOn: later(short.shipOn, addWorkdays(stock.shipOn, 1)) },
    made: { ...made, shipOn: later(made.shipOn, addWorkdays(later(stock.shipOn, short.shipOn), 1)) },
  };
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function underOneRate(firstOn: string, shipOn: string): string {
  const lastOn = VAT_RATES[0].validToOn;
  return firstOn <= lastOn && shipOn > lastOn ? previousWorkday(lastOn) : shipOn;
}

/** A line that leaves in one shipment stands in it once, however it was split. */
function mergeParts(shares: readonly Share[], ordered: ReadonlyMap<ChosenLine, OrderedLine>): ShippedPart[] {
  const parts = new Map<ChosenLine, ShippedPart>();
  for (const { line, quantityMilli } of shares) {
    const known = ordered.get(line);
    if (!known) continue;
    parts.set(line, {
      line: known,
      quantityMilli: (parts.get(line)?.quantityMilli ?? 0n) + quantityMilli,
    });
  }
  return [...parts.values()];
}
