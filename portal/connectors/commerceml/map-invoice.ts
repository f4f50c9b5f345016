import type { EntityOf } from '../port.ts';
import { takeDetails } from './details.ts';
import type { Detail } from './details.ts';
import { isCancelled, isWithdrawn, requiredCurrency } from './document-head.ts';
import type { DocumentHead } from './document-head.ts';
import { splitSum, sumTaxes, taxIn } from './document-tax.ts';
import { saidAtOf } from './mapping.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { requiredSum } from './map-order.ts';
import { orderBehind } from './order-behind.ts';
import { dayIn } from './value.ts';
import { membersOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** `Документ` «Счет на оплату» -> invoice. Its lines become details. */
export function mapInvoice(head: DocumentHead, context: MappingContext): MappedRow[] {
  const { element, requisites } = head;
  const currency = requiredCurrency(head);
  const lines = membersOf(element, 'Товары', 'Товар');
  const tax = taxIn(element, currency) ?? sumTaxes(lines.map((line) => taxIn(line, currency)));
  const { grossMinor, taxMinor } = splitSum(requiredSum(element, currency), tax);
  const isPaid = requisites.switch('Оплачен') ?? requisites.switch('Заказ оплачен') ?? false;
  const row = {
    externalId: head.externalId,
    ...saidAtOf(context),
    version: head.version,
    isDeleted: isWithdrawn(head),
    counterpartyRef: head.counterpartyRef,
    number: requisites.text('Номер по 1С') ?? head.number,
    orderRef: orderBehind(head.baseRef, context.dictionaries)?.externalId ?? null,
    issuedOn: head.on,
    dueOn: dayIn(element, 'СрокПлатежа'),
    currency,
    totalMinor: grossMinor,
    taxMinor,
    residualMinor: isPaid ? 0n : null,
    status: statusOf(head, isPaid),
  };
  const details = [...head.details, ...lines.flatMap(lineDetails), ...takeDetails(element)];
  return [{ kind: 'invoice', row: { ...row, details } }];
}

function statusOf(head: DocumentHead, isPaid: boolean): EntityOf<'invoice'>['status'] {
  if (isCancelled(head)) return 'cancelled';
  return isPaid ? 'paid' : 'open';
}

/** An invoice has no lines in the read model; what 1C says of them is kept in its own words. */
function lineDetails(line: XmlElement, index: number): Detail[] {
  const place = `Строка ${index + 1}`;
  return takeDetails(line).map(({ name, value }) => ({ name: `${place} / ${name}`, value }));
}
