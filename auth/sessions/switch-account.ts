import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { CustomerActor } from '../permissions/actor.ts';
import { KEY_STANDING, MEMBERSHIP_STANDING, standingOf } from './standing.ts';

export type SwitchAccount = { accountId: string; actor: CustomerActor; trace: RequestTrace };

const HOLDER = {
  id: true,
  kind: true,
  status: true,
  staffRole: true,
  memberships: {
    where: { status: 'active' },
    select: MEMBERSHIP_STANDING,
  },
} as const;

/**
 * Moves a session to another account that its key opens.
 * @returns `not_found` for an account that it does not open, or closed, as for one that does not exist
 */
export async function switchAccount(
  { db, audit, now }: AuthServices,
  { accountId, actor, trace }: SwitchAccount,
): Promise<{ ok: true } | { ok: false; reason: 'not_found' }> {
  if (accountId === actor.accountId) return { ok: true };
  return db.$transaction(async (tx) => {
    if (!(await isOpenedByKey(tx, { accountId, actor }))) return { ok: false, reason: 'not_found' };
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

async function isOpenedByKey(
  tx: Tx,
  { accountId, actor }: Pick<SwitchAccount, 'accountId' | 'actor'>,
): Promise<boolean> {
  const row = await tx.session.findUnique({
    where: { id: actor.sessionId },
    select: { key: { select: KEY_STANDING }, holder: { select: HOLDER } },
  });
  if (row === null) return false;
  const { key, holder } = row;
  const standing = standingOf({ key, holder, memberships: holder.memberships });
  return (
    standing.ok &&
    standing.kind === 'customer' &&
    standing.accounts.some((opened) => opened.accountId === accountId)
  );
}
