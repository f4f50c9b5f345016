import { takeDetails } from './details.ts';
import { isCancelled, isWithdrawn, requiredCurrency } from './document-head.ts';
import type { DocumentHead } from './document-head.ts';
import { documentKey } from './document-traits.ts';
import { saidAtOf } from './mapping.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { requiredSum } from './map-order.ts';
import { textOf } from './xml-element.ts';

/** `Документ` «Выплата … денег» -> payment. Money that went back to the customer is a negative one. */
export function mapPayment(head: DocumentHead, isRefund: boolean, context: MappingContext): MappedRow[] {
  const { element, requisites } = head;
  const currency = requiredCurrency(head);
  const sumMinor = requiredSum(element, currency);
  const { documents } = context.dictionaries;
  const isForInvoice = head.baseRef !== null && documents.has(documentKey('invoice', head.baseRef));
  const row = {
    externalId: head.externalId,
    ...saidAtOf(context),
    version: head.version,
    isDeleted: isWithdrawn(head) || isCancelled(head),
    counterpartyRef: head.counterpartyRef,
    number: requisites.text('Номер по 1С') ?? head.number,
    invoiceRef: isForInvoice ? head.baseRef : null,
    receivedOn: head.on,
    currency,
    amountMinor: isRefund ? -sumMinor : sumMinor,
    purpose: requisites.text('Назначение платежа') ?? textOf(element, 'Комментарий'),
  };
  return [{ kind: 'payment', row: { ...row, details: [...head.details, ...takeDetails(element)] } }];
}
