import { CommerceMlFault } from './commerceml-fault.ts';
import { takeDetails } from './details.ts';
import { requiredCurrency } from './document-head.ts';
import type { DocumentHead } from './document-head.ts';
import { readDocumentLines } from './document-line.ts';
import type { DocumentLine } from './document-line.ts';
import { splitSum, sumTaxes, taxIn } from './document-tax.ts';
import { saidAtOf } from './mapping.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { readOrderStatus } from './order-status.ts';
import { amountIn } from './value.ts';
import type { XmlElement } from './xml-element.ts';

/** `Документ` «Заказ товара» -> order and its lines. */
export function mapOrder(head: DocumentHead, context: MappingContext): MappedRow[] {
  const { element, requisites } = head;
  const currency = requiredCurrency(head);
  const lines = readDocumentLines(element, head, context);
  const numberInErp = requisites.text('Номер по 1С');
  const { status, sourceStatus, isUnderstood } = readOrderStatus(requisites);
  if (!isUnderstood) context.warn('status_unknown', sourceStatus ?? '', element);

  const row = {
    externalId: head.externalId,
    ...saidAtOf(context),
    version: head.version,
    isDeleted: head.isDeleted,
    counterpartyRef: head.counterpartyRef,
    number: numberInErp ?? head.number,
    // An order that came to 1C from elsewhere keeps the number that it had there.
    customerReference: numberInErp === null || numberInErp === head.number ? null : head.number,
    orderedOn: head.on,
    status,
    sourceStatus,
    currency,
    ...splitSum(
      requiredSum(element, currency),
      taxIn(element, currency) ?? sumTaxes(lines.map(({ tax }) => tax)),
    ),
    deliveryAddress: requisites.text('Адрес доставки'),
  };
  const details = [...head.details, ...takeDetails(element)];
  return [{ kind: 'order', row: { ...row, details } }, ...lines.map((line) => lineRow(line, head))];
}

/**
 * The total of a document.
 * @throws CommerceMlFault `value_missing`
 */
export function requiredSum(document: XmlElement, currency: string): bigint {
  const sum = amountIn(document, 'Сумма', currency);
  if (sum !== null) return sum;
  throw new CommerceMlFault('value_missing', `<${document.name}> has no <Сумма>`, document.position);
}

function lineRow(line: DocumentLine, head: DocumentHead): MappedRow {
  const sums = line.sumMinor === null ? null : splitSum(line.sumMinor, line.tax);
  return {
    kind: 'order-line',
    row: {
      externalId: line.externalId,
      isDeleted: head.isDeleted,
      orderRef: head.externalId,
      lineNo: line.lineNo,
      kind: 'item',
      productRef: line.productId,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      unit: line.unit,
      listPrice: line.listPrice,
      discountPercent: line.discountPercent,
      unitPrice: line.unitPrice,
      vatPercent: line.vatPercent,
      netMinor: sums?.netMinor ?? null,
      taxMinor: line.tax ? (sums?.taxMinor ?? null) : null,
      details: line.details,
    },
  };
}
