import { isUniqueViolation } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';
import { labelOfCard } from './card-number.ts';
import { mintCardNumber } from './mint-card-number.ts';
import { planReceipt } from './plan-receipt.ts';
import type { LineVerdict, PlannedLine } from './plan-receipt.ts';
import { STOCK_LINES_MAX } from './stock-line.ts';
import type { StockLine } from './stock-line.ts';
import type { KeyKind } from './key-kind.ts';

/** A person of the staff, or the installation itself when it fills its demo. */
export type Receiver = { kind: 'staff'; actor: StaffActor; trace: RequestTrace } | { kind: 'installation' };

export type ReceiveKeys = { lines: readonly StockLine[]; by: Receiver };

export type ReceiveKeysOutcome =
  /** `unchanged` were stored before; a list that is sent twice is all of them. */
  | { ok: true; received: number; unchanged: number }
  /** Nothing was stored: these lines stand in the way. */
  | { ok: false; reason: 'refused'; plan: PlannedLine[] }
  | { ok: false; reason: 'not_allowed' };

/** Stores a many-key list; for so long nobody else writes. */
const TRANSACTION_MS = 60_000;

/**
 * Puts keys into stock, all of the list or none (ADM-04). The same list once more changes nothing. A fob that came
 * back begins a new life, which knows its earlier one; what was registered in it then stays blocked (REC-09).
 */
export async function receiveKeys(services: AuthServices, request: ReceiveKeys): Promise<ReceiveKeysOutcome> {
  if (request.lines.length > STOCK_LINES_MAX) throw new RangeError('a list of keys is too long');
  if (!mayReceive(request.by)) return { ok: false, reason: 'not_allowed' };
  try {
    return await receiveOnce(services, request);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return receiveOnce(services, request); // somebody stored one of them in the same moment: it is judged again
  }
}

/**
 * What `receiveKeys` would do, and with which card numbers: those that are missing are made here, so that what a
 * person looks at is what is stored.
 */
export async function previewReceipt(db: Db, lines: readonly StockLine[]): Promise<PlannedLine[]> {
  const plan = await planReceipt(db, lines);
  return plan.map(({ line, verdict }) =>
    line.cardNumber === null && (verdict.is === 'new' || verdict.is === 'returned')
      ? { line: { ...line, cardNumber: mintCardNumber() }, verdict }
      : { line, verdict },
  );
}

function mayReceive(by: Receiver): boolean {
  return by.kind === 'installation' || can(by.actor, 'key:receive', { kind: 'stock' });
}

function receiveOnce(
  { db, audit, now }: AuthServices,
  { lines, by }: ReceiveKeys,
): Promise<ReceiveKeysOutcome> {
  const at = now();
  return db.$transaction(
    async (tx): Promise<ReceiveKeysOutcome> => {
      const plan = await planReceipt(tx, lines);
      if (plan.some(({ verdict }) => verdict.is === 'refused')) return { ok: false, reason: 'refused', plan };
      const stored: StoredKey[] = [];
      for (const { line, verdict } of plan.toSorted(bySerial)) {
        if (verdict.is === 'stored_already') continue;
        stored.push(await createStockedKey(tx, { line, verdict, at }));
      }
      for (const key of stored) await recordReceived(tx, audit, { ...key, by, at });
      const received = stored.length;
      return { ok: true, received, unchanged: plan.length - received };
    },
    { timeout: TRANSACTION_MS },
  );
}

/** In one order, so that two lists with the same keys don't wait for each other crosswise. */
function bySerial({ line: one }: PlannedLine, { line: other }: PlannedLine): number {
  return one.serial < other.serial ? -1 : 1;
}

export type StoredKey = { keyId: string; label: string; kind: KeyKind; previousKeyId: string | null };

/** What comes into stock; only a key that is issued in the same step may lack a serial. */
type NewKey = Omit<StockLine, 'serial'> & { serial: string | null };

/** One key into stock, as part of a larger change. It is called by the end of its card number. */
export async function createStockedKey(
  tx: Tx,
  { line, verdict, at }: { line: NewKey; verdict: LineVerdict; at: Date },
): Promise<StoredKey> {
  const { serial, kind, modelName, batch, cost } = line;
  const cardNumber = line.cardNumber ?? mintCardNumber();
  const previousKeyId = verdict.is === 'returned' ? verdict.previousKeyId : null;
  const { id, label } = await tx.key.create({
    data: {
      status: 'stocked',
      kind,
      label: labelOfCard(cardNumber),
      serial,
      liveSerial: serial,
      cardNumber,
      batch,
      modelName,
      costMinor: cost?.amountMinor ?? null,
      costCurrency: cost?.currency ?? null,
      previousKeyId,
      receivedAt: at,
    },
    select: { id: true, label: true },
  });
  return { keyId: id, label, kind, previousKeyId };
}

/** The event of it. After all keys are made, since the log is locked from its first event on. */
export async function recordReceived(
  tx: Tx,
  audit: Audit,
  { keyId, kind, previousKeyId, by, at }: StoredKey & { by: Receiver; at: Date },
): Promise<void> {
  await audit.record(tx, {
    type: 'key_received',
    result: 'ok',
    ...(by.kind === 'staff' ? { ...actedBy(by.actor), trace: by.trace } : { actorId: SYSTEM_ACTOR }),
    reason: previousKeyId === null ? null : 'returned',
    keyId,
    details: { kind, previousKeyId },
    at,
  });
}
