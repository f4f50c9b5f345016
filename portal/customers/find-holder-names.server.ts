import type { Db } from '#prisma/client.ts';

/** What people are called now, by their id. */
export async function findHolderNames(
  db: Db,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const holders = await db.holder.findMany({
    where: { id: { in: known } },
    select: { id: true, name: true },
  });
  return new Map(holders.map(({ id, name }) => [id, name]));
}
