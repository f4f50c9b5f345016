/** How claims leave for their sources, as the rest of the portal sees it. They take the way that the source has for orders. */
import type { Db, Tx } from '#prisma/client.ts';
import { writeClaimFile } from './claims/claim-file.server.ts';
import type { OutgoingClaim } from './claims/outgoing-claim.ts';
import type { Delivery, OutletDeps } from './order-outlets.server.ts';
import { findOpenOutlet } from './outgoing/store-outlet.server.ts';

export type { OutgoingClaim } from './claims/outgoing-claim.ts';

export type ClaimAttempt = {
  claim: OutgoingClaim;
  /** An earlier try may have got through. */
  mayBeThere: boolean;
  /** Asked right before the claim leaves. False: it is no longer to leave. */
  claimWrite: () => Promise<boolean>;
};

/** Whether a source has a way for claims at all. Where it has none, they are for people alone. */
export async function takesClaims(db: Db | Tx, sourceId: string): Promise<boolean> {
  return (await db.orderOutlet.count({ where: { sourceId, closedAt: null, kind: 'file' } })) > 0;
}

/**
 * One try to bring a claim to its source.
 * @returns null when it is not to leave any more, or `no_outlet` when the source has no open way for it
 */
export async function deliverClaim(
  deps: OutletDeps,
  sourceId: string,
  { claim, claimWrite }: ClaimAttempt,
): Promise<Delivery | 'no_outlet' | null> {
  const outlet = await findOpenOutlet(deps, sourceId);
  if (outlet?.kind !== 'file') return 'no_outlet';
  if (!(await claimWrite())) return null;
  await writeClaimFile(deps.dataDir, outlet.source, claim);
  return { outcome: 'handed' };
}
