import type { AccountStory } from '../accounts/tell-account.ts';
import type { RowSink } from './drop-writer.server.ts';
import { writeInvoice, writePayment } from './invoice-rows.ts';

/** Writes what happened on an account apart from orders. */
export async function writeAccount(
  { customer, payments, services }: AccountStory,
  sink: RowSink,
): Promise<void> {
  const customerId = customer.id;
  for (const payment of payments) await writePayment({ customerId, invoiceId: null, payment }, sink);
  for (const { actNumber, invoice } of services) {
    await writeInvoice({ customerId, orderId: null, invoice, note: `Акт № ${actNumber}` }, sink);
  }
}
