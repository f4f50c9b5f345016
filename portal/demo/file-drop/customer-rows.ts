import { formatAmount } from '#portal/documents/pdf/paper-format.ts';
import { contactsOf } from '../customers/contacts.ts';
import type { DemoCustomer } from '../customers/customer.ts';
import { CURRENCY } from '../line-amounts.ts';
import type { DemoWorld } from '../world.ts';
import type { RowSink } from './drop-writer.server.ts';

/** Writes who the customers are, whom to call there, and what was agreed with them. */
export async function writeCustomers(world: DemoWorld, sink: RowSink): Promise<void> {
  for (const customer of world.customers) {
    await writeCounterparty(customer, sink);
    for (const { id, ...contact } of contactsOf(customer, world.today)) {
      await sink.row('contact', { externalId: id, counterpartyRef: customer.id, ...contact });
    }
    await writeTerms(customer, sink);
    if (customer.openingMinor !== 0n) {
      await sink.row('opening-balance', {
        externalId: `open-${customer.id}`,
        counterpartyRef: customer.id,
        asOfOn: world.startsOn,
        currency: CURRENCY,
        amountMinor: customer.openingMinor,
      });
    }
  }
  await writeDiscounts(world, sink);
}

async function writeCounterparty(customer: DemoCustomer, sink: RowSink): Promise<void> {
  const { name, legalName, taxId, registrationReason } = customer.party;
  await sink.row('counterparty', {
    externalId: customer.id,
    name,
    legalName,
    taxId,
    registrationReason,
    managerRef: customer.managerId,
    priceListRef: customer.priceListId,
  });
}

async function writeTerms(customer: DemoCustomer, sink: RowSink): Promise<void> {
  const { kind, contract } = customer;
  await sink.row('terms', {
    externalId: `terms-${customer.id}`,
    counterpartyRef: customer.id,
    paymentDays: kind.paymentDays,
    paymentText: paymentText(customer),
    creditLimitMinor: creditLimitMinor(customer),
    currency: CURRENCY,
    deliveryText: kind.deliveryText,
    contractNumber: contract.number,
    validFromOn: contract.signedOn,
  });
}

/** When a customer pays, in the words of the order confirmation. */
export function paymentText({ kind }: DemoCustomer): string {
  if (kind.paymentDays === null) return 'предоплата 100 %';
  const limit = kind.creditLimitRoubles;
  const within = limit === null ? '' : `, лимит ${formatAmount(BigInt(limit) * 100n)} руб.`;
  return `отсрочка ${kind.paymentDays} календарных дней со дня отгрузки${within}`;
}

export function creditLimitMinor({ kind }: DemoCustomer): bigint | null {
  return kind.creditLimitRoubles === null ? null : BigInt(kind.creditLimitRoubles) * 100n;
}

async function writeDiscounts({ discounts, products }: DemoWorld, sink: RowSink): Promise<void> {
  for (const discount of discounts) {
    const group = products.find(({ group: { code } }) => code === discount.groupCode)?.group;
    await sink.row('source-discount', {
      externalId: discount.id,
      counterpartyRef: discount.customerId,
      name: discount.name,
      basisPoints: Number(discount.basisPoints),
      goodsGroup: group?.name ?? null,
      validFromOn: discount.validFromOn,
      validToOn: discount.validToOn,
      cardNumber: discount.cardNumber,
    });
  }
}
