import type { Tx } from '#prisma/client.ts';

/**
 * Throws away what customers have begun to order again from these orders and have not sent: goods and quantities of an
 * order that may be somebody else's, copied while it was theirs. What was sent stays: they asked for it themselves.
 */
export async function forgetDrafts(tx: Tx, orderIds: readonly string[]): Promise<void> {
  await tx.orderRequest.deleteMany({ where: { fromOrderId: { in: [...orderIds] }, sentAt: null } });
}

/** The same for all orders of a counterparty that is no longer this account. */
export async function forgetDraftsOf(
  tx: Tx,
  { accountId, counterpartyId }: { accountId: string; counterpartyId: string },
): Promise<void> {
  const drafts = await tx.orderRequest.findMany({
    where: { accountId, sentAt: null, fromOrderId: { not: null } },
    select: { fromOrderId: true },
  });
  const orders = await tx.order.findMany({
    where: { id: { in: drafts.flatMap(({ fromOrderId }) => fromOrderId ?? []) }, counterpartyId },
    select: { id: true },
  });
  await forgetDrafts(
    tx,
    orders.map(({ id }) => id),
  );
}
