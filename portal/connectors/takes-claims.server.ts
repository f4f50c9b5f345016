/** Apart from what asks sources (claim-outlets.server.ts), so that pages can say it without coming near to that. */
import type { Db, Tx } from '#prisma/client.ts';
import { parseOrderMapping } from './outgoing/order-mapping.ts';

/** Whether a source has a way for claims at all. Where it has none, they are for people alone. */
export async function takesClaims(db: Db | Tx, sourceId: string): Promise<boolean> {
  const outlet = await db.orderOutlet.findFirst({
    where: { sourceId, closedAt: null },
    select: { kind: true, mappingJson: true },
  });
  if (outlet?.kind === 'file') return true;
  const parsed = outlet?.mappingJson ? parseOrderMapping(JSON.parse(outlet.mappingJson)) : null;
  return parsed?.ok === true && 'claims' in parsed.mapping && parsed.mapping.claims !== undefined;
}
