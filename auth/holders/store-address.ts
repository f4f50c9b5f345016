import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import { tellOfAddress } from '../letters/tell-of-address.ts';
import type { AddressChange } from '../letters/tell-of-address.ts';
import { isGuardedAccount } from '../proposals/guarded-account.ts';

export type StoreAddress = AddressChange & {
  /** In which it was asked for; null for staff. */
  accountId: string | null;
  by: { actorId: string; sessionId: string; tier: number };
  /** In the words of whoever changes it. */
  note?: string;
  trace: RequestTrace;
};

/**
 * Writes a notification address, and tells the old one of it. One conditional write on the address as it was seen. The
 * log says that it changed and by whom, never from what to what.
 * @returns false when it is no longer what it was
 */
export async function storeAddress(
  tx: Tx,
  audit: Audit,
  { holderId, from, to, accountId, by, note, trace, at }: StoreAddress,
): Promise<boolean> {
  const { count } = await tx.holder.updateMany({
    where: { id: holderId, status: 'active', email: from },
    data: { email: to },
  });
  if (count === 0) return false;
  await tellOfAddress(tx, { holderId, from, to, at });
  const about = { ...by, holderId, accountId, reason: 'address', note, trace, at };
  await audit.record(tx, { type: 'holder_changed', result: 'ok', ...about });
  return true;
}

/**
 * The accounts with a key in use to which a person belongs, or ever belonged: whoever could choose the account that
 * judges an address could bring along one of their own.
 */
export async function findGuards(tx: Tx, holderId: string): Promise<string[]> {
  const rows = await tx.membership.findMany({ where: { holderId }, select: { accountId: true } });
  const guards: string[] = [];
  for (const { accountId } of rows) if (await isGuardedAccount(tx, accountId)) guards.push(accountId);
  return guards;
}

/** Whether this account alone decides about the person's address. */
export async function isOnlyGuardOf(
  tx: Tx,
  { holderId, accountId }: { holderId: string; accountId: string },
): Promise<boolean> {
  const guards = await findGuards(tx, holderId);
  return guards.length > 0 && guards.every((guard) => guard === accountId);
}
