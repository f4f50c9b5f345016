/** How claims leave for their sources, as the rest of the portal sees it. They take the way that the source has for orders. */
import { writeClaimFile } from './claims/claim-file.server.ts';
import { openClaimWriter } from './claims/open-claim-writer.server.ts';
import type { OutgoingClaim } from './claims/outgoing-claim.ts';
import type { Delivery, OutletDeps } from './order-outlets.server.ts';
import { deliverOnce } from './outgoing/deliver-once.server.ts';
import type { Try } from './outgoing/deliver-once.server.ts';
import { findOpenOutlet } from './outgoing/store-outlet.server.ts';

export type { OutgoingClaim } from './claims/outgoing-claim.ts';

export type ClaimAttempt = Try & { claim: OutgoingClaim };

/**
 * One try to bring a claim to its source.
 * @returns null when it is not to leave any more, or `no_outlet` when the source has no open way for it
 */
export async function deliverClaim(
  deps: OutletDeps,
  sourceId: string,
  { claim, ...attempt }: ClaimAttempt,
): Promise<Delivery | 'no_outlet' | null> {
  const outlet = await findOpenOutlet(deps, sourceId);
  if (outlet?.kind === 'file') {
    if (!(await attempt.claimWrite())) return null;
    await writeClaimFile(deps.dataDir, outlet.source, claim);
    return { outcome: 'handed' };
  }
  const writer = outlet?.kind === 'written' ? await openClaimWriter(deps, outlet) : null;
  if (writer === null) return 'no_outlet';
  try {
    const find = () => writer.find(claim.key);
    return await deliverOnce({ find, write: () => writer.write(claim) }, attempt);
  } finally {
    await writer.close();
  }
}
