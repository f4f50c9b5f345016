import type { Tx } from '#prisma/client.ts';
import { findGuardedSince } from '../proposals/guarded-account.ts';
import { KEY_STANDING, MEMBERSHIP_STANDING, isReachedBy } from '../sessions/standing.ts';

export type KeyOfHolder = { holderId: string; keyId: string };

export type Weight = {
  /** Whether the key opens one of the companies on whose word a change hangs; true where it hangs on none. */
  hasWord: boolean;
  /** Those of them that it does not open. */
  lacking: string[];
};

/**
 * Weighs a key against the companies on whose word it hangs where the portal writes to its holder (REC-05 amended): those
 * that confirmed their keys first of all to which the person belongs, or ever belonged, and the one that gave the person
 * their first key ever. Neither alone would do: a manager can make a company and hold a key of it, before the person gets
 * one of their own, or have such a company ready before the person comes to theirs.
 * A key that does not work has no word.
 */
export async function weighKey(tx: Tx, { holderId, keyId }: KeyOfHolder): Promise<Weight> {
  const memberships = await tx.membership.findMany({
    where: { holderId },
    select: { ...MEMBERSHIP_STANDING, createdAt: true },
  });
  const key = await tx.key.findFirst({
    where: { id: keyId, holderId, status: 'active' },
    select: KEY_STANDING,
  });
  const reached =
    key === null ? [] : memberships.filter((membership) => isReachedBy(key, membership)).map(toAccountId);
  const asked = await findFirstCompanies(tx, { holderId, memberships });
  const lacking = asked.filter((accountId) => !reached.includes(accountId));
  return { hasWord: asked.length === 0 || lacking.length < asked.length, lacking };
}

/** Whether with this account's word added to the key's nobody else's is needed. */
export function isWordOf({ lacking }: Weight, accountId: string): boolean {
  return lacking.every((other) => other === accountId);
}

type Joining = { accountId: string; createdAt: Date };

const toAccountId = ({ accountId }: { accountId: string }) => accountId;

async function findFirstCompanies(
  tx: Tx,
  { holderId, memberships }: { holderId: string; memberships: readonly Joining[] },
): Promise<string[]> {
  const guards: { accountId: string; since: number }[] = [];
  for (const { accountId, createdAt } of memberships) {
    const guardedSince = await findGuardedSince(tx, accountId);
    if (guardedSince === null) continue;
    // `createdAt` is of the first time: who is removed and comes back keeps their row (place-member.ts).
    guards.push({ accountId, since: Math.max(createdAt.getTime(), guardedSince.getTime()) });
  }
  const first = Math.min(...guards.map(({ since }) => since));
  const asked = new Set(guards.filter(({ since }) => since === first).map(toAccountId));
  for (const accountId of await findFirstKeyAccounts(tx, holderId))
    if (guards.some((guard) => guard.accountId === accountId)) asked.add(accountId);
  return [...asked];
}

/** Revoked keys count: whoever could revoke the first one would decide which is first. */
async function findFirstKeyAccounts(tx: Tx, holderId: string): Promise<string[]> {
  const { _min } = await tx.key.aggregate({ where: { holderId }, _min: { activatedAt: true } });
  if (_min.activatedAt === null) return [];
  const keys = await tx.key.findMany({
    where: { holderId, activatedAt: _min.activatedAt, accountId: { not: null } },
    select: { accountId: true },
  });
  return keys.flatMap(({ accountId }) => accountId ?? []);
}
