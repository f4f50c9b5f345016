import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db } from '#prisma/client.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';

/** A customer as the desk's list shows it. */
export type CustomerRow = {
  id: string;
  name: string;
  number: string;
  people: number;
  workingKeys: number;
  waitingKeys: number;
  lastUsedAt: Date | null;
};

export const CUSTOMERS_PER_PAGE = 30;

/** One page of the actor's own customers by name, with what stands out about their keys: three statements a page. */
export async function findCustomers(
  db: Db,
  { actor, query, after }: { actor: StaffActor; query: string; after: string | null },
): Promise<{ rows: CustomerRow[]; nextCursor: string | null }> {
  const cursor = decodeCursor(after);
  const found = await db.customerAccount.findMany({
    where: {
      ...accountsWithin(actor, 'account:read'),
      status: 'active',
      AND: [
        ...(query === '' ? [] : [{ OR: [{ name: { contains: query } }, { number: { contains: query } }] }]),
        ...(cursor === null
          ? []
          : [{ OR: [{ name: { gt: cursor.sortKey } }, { name: cursor.sortKey, id: { gt: cursor.id } }] }]),
      ],
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: CUSTOMERS_PER_PAGE + 1,
    select: { id: true, name: true, number: true },
  });
  const page = cutPage(found, CUSTOMERS_PER_PAGE, ({ name, id }) => ({ sortKey: name, id }));
  const accountIds = page.rows.map(({ id }) => id);
  const [keys, people] = await Promise.all([
    db.key.groupBy({
      by: ['accountId', 'status'],
      where: { accountId: { in: accountIds } },
      _count: { _all: true },
      _max: { lastUsedAt: true },
    }),
    db.membership.groupBy({
      by: ['accountId'],
      where: { accountId: { in: accountIds }, status: 'active' },
      _count: { _all: true },
    }),
  ]);
  const rows = page.rows.map((row) => {
    const own = keys.filter(({ accountId }) => accountId === row.id);
    const countOf = (status: string) => own.find((group) => group.status === status)?._count._all ?? 0;
    const uses = own.flatMap(({ _max }) => (_max.lastUsedAt === null ? [] : [_max.lastUsedAt.getTime()]));
    return {
      ...row,
      people: people.find(({ accountId }) => accountId === row.id)?._count._all ?? 0,
      workingKeys: countOf('active'),
      waitingKeys: countOf('assigned'),
      lastUsedAt: uses.length === 0 ? null : new Date(Math.max(...uses)),
    };
  });
  return { rows, nextCursor: page.nextCursor };
}
