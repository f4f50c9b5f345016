import { openODataOrders } from '../odata/order-writer.server.ts';
import { openOdooOrders } from '../odoo/order-writer.server.ts';
import { openRestOrders } from '../rest/order-writer.server.ts';
import { openTrytonOrders } from '../tryton/order-writer.server.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import type { OrderMapping } from './order-mapping.ts';
import type { OrderWriter, WriterOpening } from './outgoing-order.ts';

/** Whoever writes orders into a source, by the dialect of its mapping. Nothing is asked yet. */
export function openOrderWriter(
  opening: WriterOpening<OrderMapping>,
  outgoing: OutgoingOptions,
): OrderWriter {
  const { mapping } = opening;
  switch (mapping.dialect) {
    case 'v3':
    case 'v4':
      return openODataOrders({ ...opening, mapping }, outgoing);
    case 'odoo':
      return openOdooOrders({ ...opening, mapping }, outgoing);
    case 'tryton':
      return openTrytonOrders({ ...opening, mapping }, outgoing);
    case 'rest':
      return openRestOrders({ ...opening, mapping }, outgoing);
  }
}
