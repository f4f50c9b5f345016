import type { Db, Tx } from '#prisma/client.ts';
import { tierOfKey } from '../policy/policy.ts';
import type { Policy } from '../policy/policy.ts';
import { proofOf } from '../sessions/session-tier.ts';
import { signsLater } from '../step-up/signs-later.ts';
import { KEY_STANDING, MEMBERSHIP_STANDING, isReachedBy, standingOf } from '../sessions/standing.ts';

/** Only a key that proves everything confirms anything (SES-13). */
const CONFIRMING_TIER = 4;

const KEY = { ...KEY_STANDING, kind: true, attestation: true, signsFrom: true } as const;

/**
 * Whether a further key, role or person of this account must be confirmed (REC-05 amended): from its first registered key
 * on, and where an owner came with a key of another company of theirs. Neither stopping such a key nor removing its
 * owner takes it back. Staff have no account.
 */
export async function isGuardedAccount(tx: Db | Tx, accountId: string | null): Promise<boolean> {
  return accountId !== null && (await findGuardedSince(tx, accountId)) !== null;
}

/** Since when that is so; null where it is not so. */
export async function findGuardedSince(tx: Db | Tx, accountId: string): Promise<Date | null> {
  const first = await tx.key.findFirst({
    where: { accountId, activatedAt: { not: null } },
    orderBy: { activatedAt: 'asc' },
    select: { activatedAt: true },
  });
  const owners = await tx.membership.findMany({
    where: { accountId, role: 'owner', keysUntil: { not: null } },
    select: {
      ...MEMBERSHIP_STANDING,
      holder: { select: { keys: { where: { activatedAt: { not: null } }, select: KEY_STANDING } } },
    },
  });
  const brought = owners.filter(({ holder, ...membership }) =>
    holder.keys.some((key) => key.accountId !== accountId && isReachedBy(key, membership)),
  );
  const days = [first?.activatedAt, ...brought.map(({ keysUntil }) => keysUntil)].flatMap((day) => day ?? []);
  return days.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

/**
 * Makes whoever acts on the answer of `isGuardedAccount` wait for who is changing it: a first key that is being registered
 * in the same instant counts. Held until the transaction ends; nothing is changed. Staff have no account.
 */
export async function lockAccount(tx: Tx, accountId: string | null): Promise<void> {
  if (accountId === null) return;
  await tx.customerAccount.updateMany({ where: { id: accountId }, data: { id: accountId } });
}

/**
 * Whether an owner of the account could confirm it now: with a key that works, opens the account, proves everything, and
 * is not one of those that sign nothing yet.
 */
export async function hasOwnerWithKey(
  tx: Db | Tx,
  { accountId, policy, now }: { accountId: string; policy: Policy; now: Date },
): Promise<boolean> {
  const owners = await tx.membership.findMany({
    where: { accountId, role: 'owner', status: 'active' },
    select: {
      ...MEMBERSHIP_STANDING,
      holder: {
        select: {
          id: true,
          kind: true,
          status: true,
          staffRole: true,
          keys: { where: { status: 'active' }, select: KEY },
        },
      },
    },
  });
  return owners.some(({ holder: { keys, ...holder }, ...membership }) =>
    keys.some(
      (key) =>
        standingOf({ key, holder, memberships: [membership] }).ok &&
        tierOfKey(policy, proofOf(key)) === CONFIRMING_TIER &&
        !signsLater(key, now),
    ),
  );
}
