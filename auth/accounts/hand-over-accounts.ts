import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';

export type HandOverAccounts = {
  fromId: string;
  toId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type HandOverAccountsOutcome =
  | { ok: true; accounts: number }
  /** `no_such_manager`: whoever takes over is no account manager who is here, or is the one who gives. */
  | { ok: false; reason: 'not_allowed' | 'no_such_manager' };

/** Gives all customers of one account manager to another, one event a customer. */
export async function handOverAccounts(
  { db, audit, now }: AuthServices,
  { fromId, toId, actor, trace }: HandOverAccounts,
): Promise<HandOverAccountsOutcome> {
  if (!can(actor, 'staff:manage', { kind: 'installation' })) return { ok: false, reason: 'not_allowed' };
  const at = now();
  return db.$transaction(async (tx) => {
    const taker = { id: toId, kind: 'staff', staffRole: 'account-manager', status: 'active' };
    if (toId === fromId || (await tx.holder.count({ where: taker })) === 0) {
      return { ok: false, reason: 'no_such_manager' };
    }
    const accounts = await tx.customerAccount.findMany({
      where: { accountManagerId: fromId },
      select: { id: true },
    });
    const ids = accounts.map(({ id }) => id);
    await tx.customerAccount.updateMany({ where: { id: { in: ids } }, data: { accountManagerId: toId } });
    const details = { from: fromId, to: toId };
    for (const accountId of ids) {
      await audit.record(tx, {
        type: 'account_manager_changed',
        result: 'ok',
        ...actedBy(actor),
        accountId,
        details,
        trace,
        at,
      });
    }
    return { ok: true, accounts: ids.length };
  });
}
