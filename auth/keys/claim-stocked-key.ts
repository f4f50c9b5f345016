import type { Tx } from '#prisma/client.ts';
import { parseCardNumber } from './card-number.ts';
import type { KeyChoice } from './key-choice.ts';
import { planReceipt } from './plan-receipt.ts';
import { createStockedKey } from './receive-keys.ts';
import type { StoredKey } from './receive-keys.ts';
import { parseSerial } from './stock-line.ts';
import type { KeyKind } from './key-kind.ts';

export type Assignment = {
  accountId: string;
  holderId: string;
  /** Empty: the key goes on being called by the end of its card number. */
  label: string;
  orderId: string | null;
  replacesKeyId: string | null;
  evidence: string | null;
  issuedById: string;
};

export type ClaimOutcome =
  /** `received`: it came into stock in this very step. */
  | { ok: true; keyId: string; received: StoredKey | null }
  /** No such key lies in stock; also when a colleague has just taken it. */
  | { ok: false; reason: 'not_in_stock' }
  /** Another key with this serial is out. */
  | { ok: false; reason: 'serial_of_live_key' };

/**
 * Takes a key out of stock for a person: one conditional write, so that of two managers one gets it. A key in the
 * hand is received first; one with a serial that lies in stock is that one.
 */
export async function claimKey(
  tx: Tx,
  choice: KeyChoice,
  { assignment, at }: { assignment: Assignment; at: Date },
): Promise<ClaimOutcome> {
  if (choice.from === 'stock') {
    const keyId = await claimStocked(tx, choice.code, { assignment, at });
    return keyId === null ? { ok: false, reason: 'not_in_stock' } : { ok: true, keyId, received: null };
  }
  const { serial, kind } = choice;
  if (serial !== null) {
    const keyId = await claimStocked(tx, serial, { assignment, at });
    if (keyId !== null) return { ok: true, keyId, received: null };
  }
  const received = await receiveFromHand(tx, { serial, kind, at });
  if (received === null) return { ok: false, reason: 'serial_of_live_key' };
  await assign(tx, { id: received.keyId }, { assignment, at });
  return { ok: true, keyId: received.keyId, received };
}

type Assigning = { assignment: Assignment; at: Date };

/** @returns null when nothing with this serial or card number lies in stock, or no more */
async function claimStocked(tx: Tx, code: string, assigning: Assigning): Promise<string | null> {
  const [serial, cardNumber] = [parseSerial(code), parseCardNumber(code)];
  const key = await tx.key.findFirst({
    where: {
      status: 'stocked',
      OR: [
        ...(serial === null ? [] : [{ liveSerial: serial }]),
        ...(cardNumber === null ? [] : [{ cardNumber }]),
      ],
    },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  if (key === null) return null;
  return (await assign(tx, { id: key.id, status: 'stocked' }, assigning)) ? key.id : null;
}

async function assign(
  tx: Tx,
  where: { id: string; status?: 'stocked' },
  { assignment: { label, ...rest }, at }: Assigning,
): Promise<boolean> {
  const { count } = await tx.key.updateMany({
    where,
    data: { status: 'assigned', issuedAt: at, ...(label !== '' && { label }), ...rest },
  });
  return count === 1;
}

async function receiveFromHand(
  tx: Tx,
  { serial, kind, at }: { serial: string | null; kind: KeyKind; at: Date },
): Promise<StoredKey | null> {
  const line = { kind, modelName: null, batch: null, cost: null, cardNumber: null };
  if (serial === null) {
    return createStockedKey(tx, { line: { ...line, serial }, verdict: { is: 'new' }, at });
  }
  const [planned] = await planReceipt(tx, [{ ...line, serial }]);
  const isFree = planned?.verdict.is === 'new' || planned?.verdict.is === 'returned';
  if (planned === undefined || !isFree) return null;
  return createStockedKey(tx, { ...planned, at });
}
