import type { AskingDeps } from '../connection/ask-source.server.ts';
import { openODataClaims } from '../odata/claim-writer.server.ts';
import { outgoingOptionsOf } from '../outgoing/outgoing-options.ts';
import type { OpenOutlet } from '../outgoing/store-outlet.server.ts';
import type { ClaimWriter } from './outgoing-claim.ts';

/**
 * Whoever writes claims into a source, by the dialect of its mapping. Nothing is asked yet.
 * @returns null where the connector has no writer for claims, or the mapping no part for them
 */
export async function openClaimWriter(
  deps: AskingDeps & { timeZone: () => Promise<string> },
  { mapping, ...outlet }: Extract<OpenOutlet, { kind: 'written' }>,
): Promise<ClaimWriter | null> {
  switch (mapping.dialect) {
    case 'v3':
    case 'v4': {
      if (mapping.claims === undefined) return null;
      const opening = { ...outlet, mapping, timeZone: await deps.timeZone() };
      return openODataClaims(opening, mapping.claims, outgoingOptionsOf(deps, outlet.source.id));
    }
    case 'odoo':
    case 'tryton':
    case 'rest':
      return null;
  }
}
