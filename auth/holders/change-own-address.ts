import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { Actor, CustomerActor } from '../permissions/actor.ts';
import { KEY_STANDING, MEMBERSHIP_STANDING, isReachedBy } from '../sessions/standing.ts';
import { isNotificationAddress, isSameAddress } from './notification-address.ts';
import { findGuards, storeAddress } from './store-address.ts';

export type ChangeOwnAddress = { address: string; actor: Actor; trace: RequestTrace };

export type ChangeOwnAddressOutcome =
  | { ok: true }
  | { ok: false; reason: 'no_address' | 'same_address' }
  /** Another company of theirs has keys, and this one is neither for it nor for the first that gave them one. */
  | { ok: false; reason: 'theirs_alone' }
  /** Changed elsewhere in the same moment. */
  | { ok: false; reason: 'overtaken' };

/**
 * Somebody changes the address to which the portal writes to them, customer or staff. Whoever calls has just asked their
 * key (SES-13). The old address and the owners of their companies are told, and it can't be left empty. A key for a new
 * company, which its manager can register themselves, turns no letters of another one away (REC-05 amended).
 */
export async function changeOwnAddress(
  services: AuthServices,
  request: ChangeOwnAddress,
): Promise<ChangeOwnAddressOutcome> {
  if (!isNotificationAddress(request.address)) return { ok: false, reason: 'no_address' };
  return services.db.$transaction((tx) => change(tx, services, request));
}

async function change(
  tx: Tx,
  { audit, now }: AuthServices,
  { address, actor, trace }: ChangeOwnAddress,
): Promise<ChangeOwnAddressOutcome> {
  const { holderId } = actor;
  const { email: from } = await tx.holder.findUniqueOrThrow({
    where: { id: holderId },
    select: { email: true },
  });
  if (isSameAddress(from, address)) return { ok: false, reason: 'same_address' };
  if (actor.kind === 'customer' && !(await speaksForAllGuards(tx, actor)))
    return { ok: false, reason: 'theirs_alone' };
  const accountId = actor.kind === 'customer' ? actor.accountId : null;
  const about = { holderId, from, to: address, accountId, by: actedBy(actor), trace, at: now() };
  return (await storeAddress(tx, audit, about)) ? { ok: true } : { ok: false, reason: 'overtaken' };
}

/**
 * Whether the key opens every company with keys to which its holder belongs, or ever belonged; or is of the one that
 * gave them their first key ever. Revoked keys count: whoever could revoke the first one would decide which is first.
 */
async function speaksForAllGuards(tx: Tx, { holderId, keyId }: CustomerActor): Promise<boolean> {
  const guards = await findGuards(tx, holderId);
  if (guards.length === 0) return true;
  const key = await tx.key.findUniqueOrThrow({ where: { id: keyId, holderId }, select: KEY_STANDING });
  const memberships = await tx.membership.findMany({
    where: { holderId, accountId: { in: guards } },
    select: MEMBERSHIP_STANDING,
  });
  if (memberships.every((membership) => isReachedBy(key, membership))) return true;
  const first = await tx.key.findFirst({
    where: { holderId, activatedAt: { not: null } },
    orderBy: { activatedAt: 'asc' },
    select: { accountId: true },
  });
  return first !== null && first.accountId !== null && first.accountId === key.accountId;
}
