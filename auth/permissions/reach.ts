import type { Prisma } from '#prisma/client.ts';
import type { StaffActor } from './actor.ts';
import { can } from './can.ts';
import type { Action } from './can.ts';

/**
 * The accounts on which a member of staff may do this, as a condition for a where clause. It asks `can`, so that the
 * rule stands in one place: all accounts, those that they manage or whose manager they stand in for, or none. Always
 * on this one column: beside a condition on the id neither can take the other's place.
 */
export function accountsWithin(actor: StaffActor, action: Action): Prisma.CustomerAccountWhereInput {
  const reaches = (accountManagerId: string | null) =>
    can(actor, action, { kind: 'account', accountId: '', accountManagerId });
  if (reaches(null)) return {};
  return { accountManagerId: { in: [actor.holderId, ...actor.deputyFor].filter(reaches) } };
}

/** Whether a member of staff may do this to some account at all: what a page offers, not what decides. */
export function mayAtAll(actor: StaffActor, action: Action): boolean {
  return can(actor, action, { kind: 'account', accountId: '', accountManagerId: actor.holderId });
}
