/** Requests on their way through the outbox. */
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { deliver } from '#portal/connectors/order-outlets.server.ts';
import type { Tx } from '#prisma/client.ts';
import { deliverEntries, markEntryTaken } from './deliver-entries.server.ts';
import type { DeliveryDeps, Lane, Parcel } from './deliver-entries.server.ts';
import { findOutgoing } from './outgoing-order.server.ts';

/** @returns how many were tried */
export function deliverRequests(deps: DeliveryDeps): Promise<number> {
  const lane: Lane = {
    entries: { requestId: { not: null } },
    load: (entryId) => load(deps, entryId),
  };
  return deliverEntries(deps, lane);
}

async function load(deps: DeliveryDeps, entryId: string): Promise<Parcel | string | null> {
  const found = (await findOutgoing(deps.db, [entryId])).get(entryId);
  if (found === undefined || typeof found === 'string') return found ?? null;
  return {
    deliver: (attempt) => deliver(deps, found.sourceId, { order: found.order, ...attempt }),
    markTaken: (tx, order, at) => markTaken(tx, deps.audit, { entry: found, order, at }),
  };
}

export type Taken = {
  entry: { entryId: string; requestId: string; accountId: string };
  order: { externalId: string; number: string | null };
  at: Date;
};

/** @returns false when that was known */
export async function markTaken(tx: Tx, audit: Audit, { entry, order, at }: Taken): Promise<boolean> {
  const { entryId, requestId, accountId } = entry;
  if (!(await markEntryTaken(tx, { entryId, order, at }))) return false;
  await audit.record(tx, {
    type: 'order_request_taken',
    result: 'ok',
    actorId: SYSTEM_ACTOR,
    accountId,
    details: { requestId },
    at,
  });
  return true;
}
