import { actedBy } from '#auth/audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import { isUniqueViolation } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';

/** A price list that a source gives to nobody by itself: a person says whose it is. */
export type PriceType = { id: string; name: string; currency: string; source: string; isAssigned: boolean };

export type AssignPriceList = {
  accountId: string;
  priceListId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

/** `not_found` also for a list or an account out of the actor's reach. Doing it twice is doing it once. */
export type AssignPriceListOutcome = { ok: true } | { ok: false; reason: 'not_found' };

/** The price lists that can be opened for an account: those of the sources in which a person has found it. */
export async function findPriceTypes(
  db: Db,
  { accountId, actor }: Pick<AssignPriceList, 'accountId' | 'actor'>,
): Promise<PriceType[]> {
  const account = await db.customerAccount.findFirst({
    where: { id: accountId, ...accountsWithin(actor, 'price-list:assign') },
    select: {
      priceLists: { select: { priceListId: true } },
      ties: { where: { status: 'confirmed' }, select: { source: { select: { id: true, name: true } } } },
    },
  });
  if (account === null) return [];
  const sources = new Map(account.ties.map(({ source }) => [source.id, source.name]));
  const assigned = new Set(account.priceLists.map(({ priceListId }) => priceListId));
  const lists = await db.priceList.findMany({
    where: { kind: 'type', deletedAt: null, sourceId: { in: [...sources.keys()] } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, currency: true, sourceId: true },
  });
  return lists.map(({ sourceId, ...list }) => ({
    ...list,
    source: sources.get(sourceId) ?? '',
    isAssigned: assigned.has(list.id),
  }));
}

/** Opens a price list for an account: from its next page on it is that customer's own price. */
export async function assignPriceList(
  services: AuthServices,
  request: AssignPriceList,
): Promise<AssignPriceListOutcome> {
  try {
    return await services.db.$transaction((tx) => assign(tx, services, request));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return { ok: true };
  }
}

async function assign(
  tx: Tx,
  { audit, now }: AuthServices,
  { accountId, priceListId, actor, trace }: AssignPriceList,
): Promise<AssignPriceListOutcome> {
  const at = now();
  const list = await tx.priceList.findFirst({
    where: { id: priceListId, kind: 'type', deletedAt: null },
    select: { sourceId: true },
  });
  const tied = { status: 'confirmed', sourceId: list?.sourceId ?? '' };
  const account = await tx.customerAccount.findFirst({
    where: { id: accountId, ties: { some: tied }, ...accountsWithin(actor, 'price-list:assign') },
    select: { id: true },
  });
  if (account === null) return { ok: false, reason: 'not_found' };
  await tx.priceListAssignment.create({
    data: { accountId, priceListId, assignedById: actor.holderId, assignedAt: at },
    select: { accountId: true },
  });
  const details = { priceListId };
  await audit.record(tx, {
    type: 'price_list_assigned',
    result: 'ok',
    ...actedBy(actor),
    accountId,
    details,
    trace,
    at,
  });
  return { ok: true };
}

/** Closes it again: from the customer's next page on it is no price of theirs. */
export async function withdrawPriceList(
  { db, audit, now }: AuthServices,
  { accountId, priceListId, actor, trace }: AssignPriceList,
): Promise<AssignPriceListOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const { count } = await tx.priceListAssignment.deleteMany({
      where: { accountId, priceListId, account: accountsWithin(actor, 'price-list:assign') },
    });
    if (count === 0) return { ok: false, reason: 'not_found' };
    const details = { priceListId };
    await audit.record(tx, {
      type: 'price_list_withdrawn',
      result: 'ok',
      ...actedBy(actor),
      accountId,
      details,
      trace,
      at,
    });
    return { ok: true };
  });
}
