import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db, Tx } from '#prisma/client.ts';

/**
 * Which of these orders have been moved away from a customer, or may have been: what hangs on one is shown to them no
 * longer, whoever wrote it. One that is only gone at its source is not among them.
 */
export async function findElsewhere(
  db: Db | Tx,
  { accountId }: Pick<CustomerActor, 'accountId'>,
  orderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const owners = [{ accountId: null }, { accountId: { not: accountId } }, { quarantinedAt: { not: null } }];
  const orders = await db.order.findMany({
    where: { id: { in: [...orderIds] }, OR: owners },
    select: { id: true },
  });
  return new Set(orders.map(({ id }) => id));
}
