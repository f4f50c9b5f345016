/** Claims on their way through the outbox. */
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { deliverClaim } from '#portal/connectors/claim-outlets.server.ts';
import { takesClaims } from '#portal/connectors/takes-claims.server.ts';
import type { Tx } from '#prisma/client.ts';
import { deliverEntries, markEntryTaken } from '../requests/deliver-entries.server.ts';
import type { DeliveryDeps, Lane, Parcel } from '../requests/deliver-entries.server.ts';
import { findOutgoingClaim } from './outgoing-claim.server.ts';
import type { LoadedClaim } from './outgoing-claim.server.ts';
import { NO_WAY } from './no-way.ts';

/** @returns how many were tried */
export function deliverClaims(deps: DeliveryDeps): Promise<number> {
  const lane: Lane = { entries: { claimId: { not: null } }, load: (entryId) => load(deps, entryId) };
  return deliverEntries(deps, lane);
}

async function load(deps: DeliveryDeps, entryId: string): Promise<Parcel | string | null> {
  const found = await findOutgoingClaim(deps.db, entryId);
  if (found === null || typeof found === 'string') return found;
  if (!(await takesClaims(deps.db, found.sourceId))) return NO_WAY;
  return {
    deliver: (attempt) => deliverClaim(deps, found.sourceId, { claim: found.claim, ...attempt }),
    markTaken: (tx, order, at) => markClaimTaken(tx, deps.audit, { claim: found, order, at }),
  };
}

type Taken = {
  claim: Pick<LoadedClaim, 'entryId' | 'claimId' | 'accountId'>;
  order: { externalId: string; number: string | null };
  at: Date;
};

/** @returns false when that was known */
export async function markClaimTaken(tx: Tx, audit: Audit, { claim, order, at }: Taken): Promise<boolean> {
  const { entryId, claimId, accountId } = claim;
  if (!(await markEntryTaken(tx, { entryId, order, at }))) return false;
  await audit.record(tx, {
    type: 'claim_taken',
    result: 'ok',
    actorId: SYSTEM_ACTOR,
    accountId,
    details: { claimId },
    at,
  });
  return true;
}
