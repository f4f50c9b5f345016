import type { Prisma, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { Actor } from '../permissions/actor.ts';
import type { Policy } from '../policy/policy.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { hashPin } from './hash-pin.ts';
import { mintOneTimePin } from './pin.ts';
import { DONGLE_KINDS } from '../dongles/dongle-kind.ts';
import { PIN_SUBJECT, pinRulesOf } from './set-pin.ts';
import type { PreparedPin } from './set-pin.ts';
import { resumeUnlocked } from './unlock-pin.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A key in somebody's hand whose PIN the portal checks. */
export const HAS_SERVER_PIN: Prisma.KeyWhereInput = {
  kind: { in: ['u2f', ...DONGLE_KINDS] },
  status: { in: ['active', 'suspended'] },
  serverPin: { isNot: null },
};

/** What whoever confirmed a reset is shown, and nobody else. */
export type GivenPin = { pin: string; expiresAt: Date; endedSessions: number };

/** A random PIN and its hash, which takes too long for a transaction. */
export type PreparedReset = PreparedPin & { pin: string; expiresAt: Date };

/** @returns null for a key that has no such PIN, or no more */
export async function preparePinReset(
  { db, peppers, now }: AuthServices,
  { keyId, days }: { keyId: string; days: number },
): Promise<PreparedReset | null> {
  const key = await db.key.findFirst({ where: { id: keyId, ...HAS_SERVER_PIN }, select: PIN_SUBJECT });
  if (key === null) return null;
  const pin = mintOneTimePin(pinRulesOf(key));
  const hash = await hashPin(peppers, { keyId, pin });
  return { keyId, pin, hash, expiresAt: new Date(now().getTime() + days * DAY_MS) };
}

export type StoreOneTimePin = {
  newPin: PreparedReset;
  holderId: string;
  accountId: string;
  /** Of a reset that staff alone have confirmed. */
  signsFrom: Date | null;
  /** Whoever confirmed it. */
  actor: Actor;
  policy: Policy;
  trace: RequestTrace;
  at: Date;
};

/**
 * Puts a random PIN in place of the one that was forgotten: shown once, changed at its first use, worthless after some
 * days (PIN-08). All sessions of the key end, and its holder is told by letter (PIN-10). Nobody ever learns a chosen PIN.
 * @returns null when the key is no longer what it was when the reset was asked for
 */
export async function storeOneTimePin(
  tx: Tx,
  { audit }: AuthServices,
  { newPin, holderId, accountId, signsFrom, actor, policy, trace, at }: StoreOneTimePin,
): Promise<GivenPin | null> {
  const { keyId, pin, hash, expiresAt } = newPin;
  // The key first, then its PIN, as a sign-in does: two that hold one each would wait for each other.
  await tx.key.updateMany({ where: { id: keyId }, data: { id: keyId } });
  const { count } = await tx.serverPin.updateMany({
    where: { keyId, key: { ...HAS_SERVER_PIN, holderId, accountId } },
    data: { hash, mustChange: true, failures: 0, forgiven: 0, blockedUntil: null, setAt: at, expiresAt },
  });
  if (count === 0) return null;
  if (signsFrom !== null) await tx.key.updateMany({ where: { id: keyId }, data: { signsFrom } });
  const endedSessions = await endSessionsOfKey(tx, { keyId, reason: 'pin_reset', at });
  const isResumed = await resumeUnlocked(tx, { keyId, policy, now: at });
  await tellOfKey(tx, { keyId, news: { kind: 'pin_changed', change: 'reset' }, at });
  const about = { ...actedBy(actor), keyId, holderId, accountId, trace, at };
  const details = { endedSessions, isResumed };
  await audit.record(tx, { type: 'pin_reset', result: 'ok', ...about, details });
  return { pin, expiresAt, endedSessions };
}
