import type { Peppers } from '../tokens/peppers.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { ceremonyKindOf } from '../ceremonies/policy-for-ceremony.ts';
import { hashPin } from './hash-pin.ts';
import { findPinFault, leastPinLength, normalizePin } from './pin.ts';
import type { PinFault, PinRules } from './pin.ts';

/** What a key with a PIN of ours opens at most: a U2F key prices, a dongle less (product.md, trust tiers). */
function tierOf(kind: string): 1 | 2 | 3 {
  switch (kind) {
    case 'challenge-response':
      return 2;
    case 'static-code':
      return 1;
    default:
      return 3;
  }
}

/** What a PIN of a key must not be taken from, and what the key is. */
export type PinSubject = {
  id: string;
  kind: string;
  serial: string | null;
  cardNumber: string | null;
  account: { number: string } | null;
};

/** The columns of a key by which a PIN for it is judged. */
export const PIN_SUBJECT = {
  id: true,
  kind: true,
  serial: true,
  cardNumber: true,
  account: { select: { number: true } },
} as const;

/** A PIN that may be stored: its hash, which is made before the transaction that stores it. */
export type PreparedPin = { keyId: string; hash: string };

export type PreparePinOutcome = { ok: true; prepared: PreparedPin } | { ok: false; fault: PinFault };

/** Whether the portal checks the PIN of a key that waits for its holder. */
export function needsServerPin({
  key,
  holder,
}: {
  key: { kind: string };
  holder: { kind: string };
}): boolean {
  return ceremonyKindOf(key.kind, holder.kind === 'staff' ? 'staff' : 'customer') === 'u2f';
}

export function pinRulesOf({ kind, serial, cardNumber, account }: PinSubject): PinRules {
  return {
    leastLength: leastPinLength(tierOf(kind)),
    knownNumbers: [serial, cardNumber, account?.number ?? null].filter((known) => known !== null),
  };
}

/** Which rule a PIN breaks that somebody typed for this key; null for one that may be taken. */
export function findFaultOfTyped(key: PinSubject, typed: string): PinFault | null {
  return findPinFault(normalizePin(typed), pinRulesOf(key));
}

/** Judges a PIN that its holder has chosen for a key without one of its own, and hashes it. */
export async function preparePin(
  peppers: Peppers,
  { key, typed }: { key: PinSubject; typed: string },
): Promise<PreparePinOutcome> {
  const fault = findFaultOfTyped(key, typed);
  if (fault !== null) return { ok: false, fault };
  const of = { keyId: key.id, pin: normalizePin(typed) };
  return { ok: true, prepared: { keyId: key.id, hash: await hashPin(peppers, of) } };
}

/** Stores the PIN that a holder chose when their key was registered. */
export async function storeFirstPin(tx: Tx, { keyId, hash }: PreparedPin, now: Date): Promise<void> {
  await tx.serverPin.create({
    data: { keyId, hash, mustChange: false, setAt: now },
    select: { keyId: true },
  });
}

/** The PIN that the portal checks for a key, and how short another may be. */
export type OwnPin = { mustChange: boolean; setAt: Date; leastLength: number };

/** Whether the portal checks the PIN of a key. Null: the key checks it itself, and the portal never asks for it (PIN-01). */
export async function findOwnPin(db: Db, { keyId }: { keyId: string }): Promise<OwnPin | null> {
  const row = await db.serverPin.findUnique({
    where: { keyId },
    select: { mustChange: true, setAt: true, key: { select: PIN_SUBJECT } },
  });
  if (row === null) return null;
  const { key, ...pin } = row;
  return { ...pin, leastLength: pinRulesOf(key).leastLength };
}
