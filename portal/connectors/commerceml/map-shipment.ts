import { takeDetails } from './details.ts';
import type { DocumentTraits } from './dictionaries.ts';
import { isCancelled, isWithdrawn } from './document-head.ts';
import type { DocumentHead } from './document-head.ts';
import { readDocumentLines } from './document-line.ts';
import type { DocumentLine } from './document-line.ts';
import { saidAtOf } from './mapping.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { orderBehind } from './order-behind.ts';

/** `Документ` «Отпуск товара» -> shipment and its lines. */
export function mapShipment(head: DocumentHead, context: MappingContext): MappedRow[] {
  const { element, requisites } = head;
  const isDeleted = isWithdrawn(head);
  const lines = readDocumentLines(element, head, context);
  const row = {
    externalId: head.externalId,
    ...saidAtOf(context),
    version: head.version,
    isDeleted,
    counterpartyRef: head.counterpartyRef,
    number: requisites.text('Номер по 1С') ?? head.number,
    status: isCancelled(head) ? ('cancelled' as const) : ('shipped' as const),
    carrier: requisites.text('Служба доставки') ?? requisites.text('Перевозчик'),
    trackingNumber: requisites.text('Идентификатор отправления') ?? requisites.text('Трек-номер'),
    shippedOn: head.on,
    deliveryAddress: requisites.text('Адрес доставки'),
  };
  const details = [...head.details, ...takeDetails(element)];
  const order = orderBehind(head.baseRef, context.dictionaries);
  return [
    { kind: 'shipment', row: { ...row, details } },
    ...lines.map((line) => lineRow(line, { head, isDeleted, order })),
  ];
}

type LineOf = {
  head: DocumentHead;
  isDeleted: boolean;
  order: { externalId: string; traits: DocumentTraits } | null;
};

function lineRow(line: DocumentLine, { head, isDeleted, order }: LineOf): MappedRow {
  return {
    kind: 'shipment-line',
    row: {
      externalId: line.externalId,
      isDeleted,
      shipmentRef: head.externalId,
      orderRef: order?.externalId ?? null,
      orderLineRef: (line.productId && order?.traits.lines.get(line.productId)) ?? null,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      unit: line.unit,
      details: line.details,
    },
  };
}
