/** Writes claims into an OData source, and finds them again by our key. */
import { claimFieldsOf } from '../claims/claim-fields.ts';
import type { ClaimMapping } from '../claims/claim-mapping.ts';
import type { ClaimWriter } from '../claims/outgoing-claim.ts';
import type { ODataOrderMapping } from '../outgoing/order-mapping.ts';
import type { WriterOpening } from '../outgoing/outgoing-order.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import { openKeyedRecords } from './keyed-records.server.ts';

/** @param claims the part for claims of the mapping by which the source's orders are written */
export function openODataClaims(
  opening: WriterOpening<ODataOrderMapping>,
  claims: ClaimMapping,
  outgoing: OutgoingOptions,
): ClaimWriter {
  const { dialect, service, headers } = opening.mapping;
  const mapping = { dialect, service, headers, ...claims };
  const { find, make, close } = openKeyedRecords({ ...opening, mapping }, outgoing);
  return { find, write: (claim) => make(claimFieldsOf(claim, claims, opening)), close };
}
