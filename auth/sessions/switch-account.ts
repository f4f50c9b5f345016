import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { CustomerActor } from '../permissions/actor.ts';

export type SwitchAccount = { accountId: string; actor: CustomerActor; trace: RequestTrace };

/**
 * Moves a session to another account of the same person. Whether it is theirs is judged by the statement that moves it.
 * @returns `not_found` for an account that is not theirs, or closed, as for one that does not exist
 */
export async function switchAccount(
  { db, audit, now }: AuthServices,
  { accountId, actor, trace }: SwitchAccount,
): Promise<{ ok: true } | { ok: false; reason: 'not_found' }> {
  if (accountId === actor.accountId) return { ok: true };
  return db.$transaction(async (tx) => {
    const ownAccount = { accountId, status: 'active', account: { status: 'active' } };
    const { count } = await tx.session.updateMany({
      where: {
        id: actor.sessionId,
        endedAt: null,
        holder: { id: actor.holderId, status: 'active', memberships: { some: ownAccount } },
      },
      data: { accountId },
    });
    if (count === 0) return { ok: false, reason: 'not_found' };
    await audit.record(tx, {
      type: 'account_chosen',
      result: 'ok',
      ...actedBy(actor),
      holderId: actor.holderId,
      keyId: actor.keyId,
      accountId,
      details: { leftAccountId: actor.accountId },
      trace,
      at: now(),
    });
    return { ok: true };
  });
}
