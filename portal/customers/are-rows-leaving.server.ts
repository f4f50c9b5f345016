import type { Db } from '#prisma/client.ts';

/**
 * Whether rows that were an account's are on their way to another account or to nobody: a person said so, or the
 * source did, and `settleOwners` has not finished. Until it has, a row still names the account that it left.
 * Costs one indexed read; almost always no counterparty is pending.
 */
export async function areRowsLeaving(db: Db, accountId: string): Promise<boolean> {
  const leaving = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Counterparty" AS counterparty
    JOIN "AccountTie" AS tie ON tie."counterpartyId" = counterparty."id"
    WHERE counterparty."isOwnerPending" = ${true} AND tie."accountId" = ${accountId}
      AND (counterparty."accountId" IS NULL OR counterparty."accountId" <> ${accountId})
    LIMIT 1`;
  return leaving.length > 0;
}
