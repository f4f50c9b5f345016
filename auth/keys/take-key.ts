import type { Tx } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { claimKey } from './claim-stocked-key.ts';
import type { ClaimOutcome } from './claim-stocked-key.ts';
import type { KeyChoice } from './key-choice.ts';
import type { ClaimedEvidence } from './evidence.ts';
import { REPLACEABLE_STATUSES } from './key.ts';
import { moveDiscounts } from './move-discounts.ts';
import { recordReceived } from './receive-keys.ts';

export type TakeKey = {
  accountId: string;
  holderId: string;
  label: string;
  choice: KeyChoice;
  /** The order that the key came with. */
  orderId: string | null;
  /** The key of the same person whose place it takes. */
  replacesKeyId: string | null;
  /** How it is made sure that it reaches that person. */
  evidence: ClaimedEvidence | null;
  actor: StaffActor;
  trace: RequestTrace;
};

export type TakeKeyRefusal =
  Extract<ClaimOutcome, { ok: false }>['reason'] | 'order_not_of_account' | 'not_replaceable';

export type TakeKeyOutcome =
  { ok: true; keyId: string; movedDiscounts: number } | { ok: false; reason: TakeKeyRefusal };

/**
 * Takes the chosen key for a person, ties it to its order and to the key that it replaces, and hands on what that one
 * carries. Whoever calls has seen that the person belongs to the account and that the actor may issue there.
 */
export async function takeKey(
  tx: Tx,
  { audit }: Pick<AuthServices, 'audit'>,
  request: TakeKey & { at: Date },
): Promise<TakeKeyOutcome> {
  const { accountId, holderId, label, choice, orderId, replacesKeyId, evidence, actor, trace, at } = request;
  if (orderId !== null && !(await isOrderOf(tx, { accountId, orderId }))) {
    return { ok: false, reason: 'order_not_of_account' };
  }
  if (replacesKeyId !== null && !(await isReplaceable(tx, { accountId, holderId, replacesKeyId }))) {
    return { ok: false, reason: 'not_replaceable' };
  }
  const issuedById = actor.holderId;
  const assignment = { accountId, holderId, label, orderId, replacesKeyId, evidence, issuedById };
  const claim = await claimKey(tx, choice, { assignment, at });
  if (!claim.ok) return claim;
  const { keyId, received } = claim;
  if (received !== null) {
    await recordReceived(tx, audit, { ...received, by: { kind: 'staff', actor, trace }, at });
  }
  const move = { fromKeyId: replacesKeyId ?? '', toKeyId: keyId, accountId, actor, trace, at };
  const movedDiscounts = replacesKeyId === null ? 0 : await moveDiscounts(tx, audit, move);
  return { ok: true, keyId, movedDiscounts };
}

async function isOrderOf(tx: Tx, { accountId, orderId }: { accountId: string; orderId: string }) {
  const where = { id: orderId, accountId, quarantinedAt: null, deletedAt: null };
  return (await tx.order.count({ where })) === 1;
}

async function isReplaceable(
  tx: Tx,
  { accountId, holderId, replacesKeyId }: { accountId: string; holderId: string; replacesKeyId: string },
) {
  const where = { id: replacesKeyId, accountId, holderId, status: { in: [...REPLACEABLE_STATUSES] } };
  return (await tx.key.count({ where })) === 1;
}
