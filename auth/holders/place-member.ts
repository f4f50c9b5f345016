import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { CustomerRole } from '../permissions/roles.ts';
import { isGuardedAccount, lockAccount } from '../proposals/guarded-account.ts';
import { propose } from '../proposals/propose.ts';

export type PlaceMember = {
  accountId: string;
  holderId: string;
  role: CustomerRole;
  by: { actorId: string; sessionId: string; tier: number };
  trace: RequestTrace;
  at: Date;
};

/**
 * Lets a person into an account, or, once the account has a key in use, puts them before its owners (REC-05 amended):
 * until one of them confirms, the person sees nothing there and gets no key. Whoever joins before that brings the keys
 * along that they have; later, and in such an account, a key is issued for the account or does not open it.
 * @returns whether it waits for an owner
 */
export async function placeMember(
  tx: Tx,
  audit: Audit,
  { accountId, holderId, role, by, trace, at }: PlaceMember,
): Promise<boolean> {
  await lockAccount(tx, accountId);
  const isProposed = await isGuardedAccount(tx, accountId);
  const status = isProposed ? 'proposed' : 'active';
  const keysUntil = isProposed ? null : at;
  await tx.membership.upsert({
    where: { holderId_accountId: { holderId, accountId } },
    // Who comes back stays what they were until an owner has said what they become.
    update: isProposed ? { status, removedAt: null } : { role, status, removedAt: null, keysUntil },
    create: { holderId, accountId, role, status, keysUntil, createdAt: at },
    select: { id: true },
  });
  if (isProposed) {
    const payload = { kind: 'membership_add', holderId, role } as const;
    await propose(tx, audit, { accountId, payload, by, trace, at });
    return true;
  }
  const about = { ...by, holderId, accountId, trace, at };
  await audit.record(tx, { type: 'membership_added', result: 'ok', ...about, details: { role } });
  return false;
}
