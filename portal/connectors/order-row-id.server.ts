/** Apart from what asks sources (order-outlets.server.ts), so that pages can name an order without coming near to that. */
import { rowIdOf } from './row-id.ts';

/** The row of the read model that an order of the source is, or will be. */
export function orderRowId(sourceId: string, externalId: string): string {
  return rowIdOf(sourceId, 'order', externalId);
}
