import type { CustomerActor } from '#auth/permissions/actor.ts';

/**
 * The rows of the read model that a customer's session may ask for at all: its account's own, still there at their
 * source, not waiting for a person. Spread into the where clause of every query that serves a customer.
 */
export function ownRows({ accountId }: Pick<CustomerActor, 'accountId'>) {
  return { accountId, deletedAt: null, quarantinedAt: null };
}
