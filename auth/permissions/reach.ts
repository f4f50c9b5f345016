import type { Prisma } from '#prisma/client.ts';
import type { StaffActor } from './actor.ts';
import { can } from './can.ts';
import type { Action } from './can.ts';

/** On the same column as the other answers: beside a condition on the id neither can take the other's place. */
const NOWHERE: Prisma.CustomerAccountWhereInput = { accountManagerId: { in: [] } };

/**
 * The accounts on which a member of staff may do this, as a condition for a where clause. It asks `can`, so that the
 * rule stands in one place: all accounts, those that they manage, or none.
 */
export function accountsWithin(actor: StaffActor, action: Action): Prisma.CustomerAccountWhereInput {
  const reaches = (accountManagerId: string | null) =>
    can(actor, action, { kind: 'account', accountId: '', accountManagerId });
  if (reaches(null)) return {};
  return reaches(actor.holderId) ? { accountManagerId: actor.holderId } : NOWHERE;
}
