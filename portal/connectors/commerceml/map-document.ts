import { documentOperation } from './document-operation.ts';
import type { DocumentOperation } from './document-operation.ts';
import { readDocumentHead, subordinatesOf } from './document-head.ts';
import type { DocumentHead } from './document-head.ts';
import { documentKey, isOlder } from './document-traits.ts';
import { mapGoodsReturn } from './map-goods-return.ts';
import { mapInvoice } from './map-invoice.ts';
import { mapOrder } from './map-order.ts';
import { mapPayment } from './map-payment.ts';
import { mapShipment } from './map-shipment.ts';
import type { MappedRow, MappingContext, WarningCode } from './mapping.ts';
import { markUsed, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** The role of the company that runs the portal; an empty one is taken for it. @see XSD 2.10, `РольТип` */
const SELLER_ROLES: ReadonlySet<string> = new Set(['', 'Продавец', 'Лицензиар']);
/** Of money, the seller is the one who receives it, or who pays it back. */
const MONEY_ROLES: ReadonlySet<string> = new Set([...SELLER_ROLES, 'Получатель']);
const REFUND_ROLES: ReadonlySet<string> = new Set([...SELLER_ROLES, 'Плательщик']);

/**
 * `Документ` with the documents inside it -> rows, by its operation. One that we have no place for, or in which we
 * are the buyer, is counted and named in the warnings.
 */
export function mapDocument(
  element: XmlElement,
  context: MappingContext,
  parent: DocumentHead | null = null,
): MappedRow[] {
  const written = textOf(element, 'ХозОперация') ?? '';
  const operation = documentOperation(written);
  const role = textOf(element, 'Роль') ?? '';
  if (operation === null) return leaveOut('operation_not_imported', written, element, context);
  if (!rolesFor(operation).has(role)) {
    return leaveOut('role_not_imported', `${written}, ${role}`, element, context);
  }
  const key = documentKey(operation, requiredText(element, 'Ид'));
  if (isOlder(context.formedAt, context.dictionaries.documents.get(key))) {
    return leaveOut('document_older', written, element, context);
  }
  const head = readDocumentHead(element, parent, context);
  // Before the details of the document itself, which take whatever nobody else took.
  const inner = subordinatesOf(element).flatMap((child) => mapDocument(child, context, head));
  return [...head.counterpartyRows, ...rowsOf(operation, head, context), ...inner];
}

function rowsOf(operation: DocumentOperation, head: DocumentHead, context: MappingContext): MappedRow[] {
  switch (operation) {
    case 'order':
      return mapOrder(head, context);
    case 'shipment':
      return mapShipment(head, context);
    case 'invoice':
      return mapInvoice(head, context);
    case 'goods-return':
      return mapGoodsReturn(head, context);
    case 'payment':
      return mapPayment(head, false, context);
    case 'refund':
      return mapPayment(head, true, context);
  }
}

function rolesFor(operation: DocumentOperation): ReadonlySet<string> {
  if (operation === 'payment') return MONEY_ROLES;
  return operation === 'refund' ? REFUND_ROLES : SELLER_ROLES;
}

function leaveOut(
  code: Extract<WarningCode, 'operation_not_imported' | 'role_not_imported' | 'document_older'>,
  subject: string,
  element: XmlElement,
  context: MappingContext,
): MappedRow[] {
  context.warn(code, subject, element);
  markUsed(element);
  return [];
}
