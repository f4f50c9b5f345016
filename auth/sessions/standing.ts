import { isEnded } from '../keys/key.ts';
import { isCustomerRole, isStaffRole } from '../permissions/roles.ts';
import type { CustomerRole, StaffRole } from '../permissions/roles.ts';

/** The rows that decide whether a key opens anything, as they stand now. */
export type StandingRows = {
  key: {
    status: string;
    accountId: string | null;
    activatedAt: Date | null;
    account: { accountManagerId: string | null } | null;
  };
  /** Null for a key in stock. */
  holder: { id: string; kind: string; status: string; staffRole: string | null } | null;
  memberships: readonly {
    accountId: string;
    role: string;
    status: string;
    keysUntil: Date | null;
    account: { status: string; accountManagerId: string | null };
  }[];
};

/** The columns of a key that `standingOf` reads. */
export const KEY_STANDING = {
  status: true,
  accountId: true,
  activatedAt: true,
  account: { select: { accountManagerId: true } },
} as const;

/** And of a membership. */
export const MEMBERSHIP_STANDING = {
  accountId: true,
  role: true,
  status: true,
  keysUntil: true,
  account: { select: { status: true, accountManagerId: true } },
} as const;

export type Standing =
  | { ok: true; kind: 'staff'; holderId: string; role: StaffRole }
  | { ok: true; kind: 'customer'; holderId: string; accounts: readonly [AccountRole, ...AccountRole[]] }
  | { ok: false; reason: StandingRefusal };

type AccountRole = { accountId: string; role: CustomerRole };

export type StandingRefusal =
  | 'key_not_active'
  | 'key_suspended'
  | 'key_lost'
  | 'key_revoked'
  | 'holder_left'
  | 'no_membership'
  | 'unknown_role';

/**
 * The one guard of key, holder, membership and account: sign-in asks it before and after the signature, every
 * request asks it again, and so do the streams. Whatever it does not know, it refuses.
 * A customer's key opens the account that it was issued for, and of its holder's others those that the same manager
 * looks after and that took the keys which its holder had when they joined. Whoever issues a key can hold it themselves:
 * they must not come by it to a colleague's customer, nor by a key for a new account to one that confirms its keys
 * (REC-05 amended).
 */
export function standingOf({ key, holder, memberships }: StandingRows): Standing {
  if (key.status === 'suspended') return { ok: false, reason: 'key_suspended' };
  if (key.status === 'lost') return { ok: false, reason: 'key_lost' };
  if (isEnded(key.status)) return { ok: false, reason: 'key_revoked' };
  if (key.status !== 'active' || holder === null) return { ok: false, reason: 'key_not_active' };
  if (holder.status !== 'active') return { ok: false, reason: 'holder_left' };
  if (holder.kind === 'staff') return standingOfStaff(holder, key.accountId);
  if (holder.kind !== 'customer') return { ok: false, reason: 'unknown_role' };

  const [first, ...others] = memberships
    .filter((membership) => isOpen(membership) && isReachedBy(key, membership))
    .flatMap(({ accountId, role }) => (isCustomerRole(role) ? [{ accountId, role }] : []));
  if (first === undefined) return { ok: false, reason: 'no_membership' };
  return { ok: true, kind: 'customer', holderId: holder.id, accounts: [first, ...others] };
}

/** A key that belongs to a customer's account never opens the seller's side. */
function standingOfStaff(
  { id: holderId, staffRole }: { id: string; staffRole: string | null },
  keyAccountId: string | null,
): Standing {
  if (staffRole === null || !isStaffRole(staffRole) || keyAccountId !== null)
    return { ok: false, reason: 'unknown_role' };
  return { ok: true, kind: 'staff', holderId, role: staffRole };
}

function isOpen({ status, account }: StandingRows['memberships'][number]): boolean {
  return status === 'active' && account.status === 'active';
}

/**
 * Whether a key is for an account at all, whatever has become of either: its own, or one that took the keys of others.
 * An account without a manager is reached by its own keys only.
 */
export function isReachedBy(
  { accountId: ownAccountId, account: ownAccount, activatedAt }: StandingRows['key'],
  { accountId, account, keysUntil }: Omit<StandingRows['memberships'][number], 'role' | 'status'>,
): boolean {
  if (ownAccountId === null || ownAccount === null) return false;
  if (accountId === ownAccountId) return true;
  const { accountManagerId } = ownAccount;
  if (accountManagerId === null || account.accountManagerId !== accountManagerId) return false;
  return activatedAt !== null && keysUntil !== null && activatedAt <= keysUntil;
}
