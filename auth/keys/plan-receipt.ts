import type { Db, Tx } from '#prisma/client.ts';
import { ENDED_STATUSES } from './key.ts';
import type { StockLine } from './stock-line.ts';

/** What would become of a line of a list. */
export type LineVerdict =
  | { is: 'new' }
  /** The same fob had an earlier life, which has ended (REC-09): it begins a new one. */
  | { is: 'returned'; previousKeyId: string }
  /** This very line was stored before, whatever has become of the key since (ADM-04). */
  | { is: 'stored_already' }
  | { is: 'refused'; reason: LineRefusal };

export type LineRefusal = 'serial_twice' | 'card_number_twice' | 'serial_of_live_key' | 'card_number_taken';

export type PlannedLine = { line: StockLine; verdict: LineVerdict };

/** Judges a whole list, line by line, against itself and against every key there is. */
export async function planReceipt(db: Db | Tx, lines: readonly StockLine[]): Promise<PlannedLine[]> {
  const known = await findKnown(db, lines);
  const [serials, cards] = [countOf(lines.map(({ serial }) => serial)), countOf(cardsOf(lines))];
  return lines.map((line) => {
    if ((serials.get(line.serial) ?? 0) > 1) return refused(line, 'serial_twice');
    if (line.cardNumber !== null && (cards.get(line.cardNumber) ?? 0) > 1) {
      return refused(line, 'card_number_twice');
    }
    return { line, verdict: judge(line, known) };
  });
}

type Known = Awaited<ReturnType<typeof findKnown>>;

async function findKnown(db: Db | Tx, lines: readonly StockLine[]) {
  const serials = lines.map(({ serial }) => serial);
  const live = await db.key.findMany({
    where: { liveSerial: { in: serials } },
    select: {
      liveSerial: true,
      kind: true,
      modelName: true,
      attestation: true,
      batch: true,
      costMinor: true,
      costCurrency: true,
      cardNumber: true,
    },
  });
  const ended = await db.key.findMany({
    where: { serial: { in: serials }, status: { in: [...ENDED_STATUSES] } },
    orderBy: [{ revokedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, serial: true },
  });
  const taken = await db.key.findMany({
    where: { cardNumber: { in: cardsOf(lines) } },
    select: { cardNumber: true },
  });
  return {
    live: new Map(live.map((key) => [key.liveSerial, key])),
    ended: new Map(ended.map(({ serial, id }) => [serial, id])), // of several lives the last one
    cards: new Set(taken.map(({ cardNumber }) => cardNumber)),
  };
}

function judge(line: StockLine, { live, ended, cards }: Known): LineVerdict {
  const key = live.get(line.serial);
  if (key !== undefined) {
    return isSame(line, key) ? { is: 'stored_already' } : { is: 'refused', reason: 'serial_of_live_key' };
  }
  if (line.cardNumber !== null && cards.has(line.cardNumber)) {
    return { is: 'refused', reason: 'card_number_taken' };
  }
  const previousKeyId = ended.get(line.serial);
  return previousKeyId === undefined ? { is: 'new' } : { is: 'returned', previousKeyId };
}

type LiveKey = Known['live'] extends Map<unknown, infer Key> ? Key : never;

/** Once a key is registered, its model is what its certificate says, and no longer what the list said. */
function isSame(line: StockLine, key: LiveKey): boolean {
  return (
    line.kind === key.kind &&
    (line.modelName === key.modelName || key.attestation !== null) &&
    line.batch === key.batch &&
    (line.cost?.amountMinor ?? null) === key.costMinor &&
    (line.cost?.currency ?? null) === key.costCurrency &&
    (line.cardNumber === null || line.cardNumber === key.cardNumber)
  );
}

function cardsOf(lines: readonly StockLine[]): string[] {
  return lines.flatMap(({ cardNumber }) => cardNumber ?? []);
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function refused(line: StockLine, reason: LineRefusal): PlannedLine {
  return { line, verdict: { is: 'refused', reason } };
}
