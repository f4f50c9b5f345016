/** Writes drafts of orders into an OData source, and finds them again by our key. */
import { fieldsOf } from '../outgoing/order-fields.ts';
import type { ODataOrderMapping } from '../outgoing/order-mapping.ts';
import type { OrderWriter, WriterOpening } from '../outgoing/outgoing-order.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import { openKeyedRecords } from './keyed-records.server.ts';

export function openODataOrders(
  opening: WriterOpening<ODataOrderMapping>,
  outgoing: OutgoingOptions,
): OrderWriter {
  const { find, make, close } = openKeyedRecords(opening, outgoing);
  return { find, write: (order) => make(fieldsOf(order, opening.mapping, opening)), close };
}
