import type { Prisma } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';
import { accountsWithin } from '../permissions/reach.ts';
import type { KeyTransition } from './key.ts';

/** What staff do to keys; each has an action of `can` of the same name. */
export type KeyDeed =
  Exclude<KeyTransition, 'activate' | 'assign' | 'write-off'> | 'issue' | 'reset-pin' | 'unlock-pin';

/**
 * The keys to which a member of staff may do this, as a where clause: customers' keys of the accounts within their
 * reach, and the staff's keys for whoever manages the staff. Nobody reaches a key of their own.
 */
export function keysWithin(actor: StaffActor, deed: KeyDeed): Prisma.KeyWhereInput {
  const ofCustomers: Prisma.KeyWhereInput = {
    accountId: { not: null },
    account: accountsWithin(actor, `key:${deed}`),
  };
  const ofStaff: Prisma.KeyWhereInput = { accountId: null, holder: { kind: 'staff' } };
  const managesStaff = can(actor, 'staff:manage', { kind: 'installation' });
  return {
    holderId: { not: actor.holderId },
    OR: managesStaff ? [ofCustomers, ofStaff] : [ofCustomers],
  };
}

/** The customers' keys whose page and history a member of staff may read. */
export function keysToRead(actor: StaffActor): Prisma.KeyWhereInput {
  return { accountId: { not: null }, account: accountsWithin(actor, 'account:read') };
}
