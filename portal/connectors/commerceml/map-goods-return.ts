import { takeDetails } from './details.ts';
import { isCancelled, isWithdrawn } from './document-head.ts';
import type { DocumentHead } from './document-head.ts';
import { readDocumentLines } from './document-line.ts';
import { saidAtOf } from './mapping.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { orderBehind } from './order-behind.ts';

/** `Документ` «Возврат товара» -> one return for each of its lines. */
export function mapGoodsReturn(head: DocumentHead, context: MappingContext): MappedRow[] {
  const { element, requisites } = head;
  const isDeleted = isWithdrawn(head) || isCancelled(head);
  const number = requisites.text('Номер по 1С') ?? head.number;
  const reason = requisites.text('Причина возврата');
  const order = orderBehind(head.baseRef, context.dictionaries);
  const lines = readDocumentLines(element, head, context);
  if (lines.length === 0) context.warn('document_without_lines', `Возврат товара ${number}`, element);
  const details = [...head.details, ...takeDetails(element)];
  return lines.map((line) => ({
    kind: 'goods-return',
    row: {
      externalId: line.externalId,
      ...saidAtOf(context),
      version: head.version,
      isDeleted,
      counterpartyRef: head.counterpartyRef,
      number,
      orderRef: order?.externalId ?? null,
      orderLineRef: (line.productId && order?.traits.lines.get(line.productId)) ?? null,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      unit: line.unit,
      returnedOn: head.on,
      status: 'received',
      reason,
      details: [...details, ...line.details],
    },
  }));
}
