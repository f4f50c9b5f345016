import type { Db, Prisma } from '#prisma/client.ts';

/** A key that was issued and that nobody has signed in with. */
export type UnusedKey = {
  keyId: string;
  label: string;
  status: string;
  issuedAt: Date;
  /** When its holder was reminded, once; null: not yet. */
  reminderSentAt: Date | null;
  holder: { id: string; name: string };
  account: { id: string; name: string };
};

export type FindUnusedKeys = {
  /** Whose keys; `{}` for those of all customers. */
  accounts: Prisma.CustomerAccountWhereInput;
  issuedBefore: Date;
  /** The last key of the page before; null for the first. Ids are in the order in which keys were made. */
  after: string | null;
  take: number;
};

const SELECT = {
  id: true,
  label: true,
  status: true,
  issuedAt: true,
  reminderSentAt: true,
  holder: { select: { id: true, name: true } },
  account: { select: { id: true, name: true } },
} as const;

/** Customers' keys that wait, or work and were never used, in the order of their ids. */
export async function findUnusedKeys(
  db: Db,
  { accounts, issuedBefore, after, take }: FindUnusedKeys,
): Promise<UnusedKey[]> {
  const rows = await db.key.findMany({
    where: {
      status: { in: ['assigned', 'shipped', 'active'] },
      lastUsedAt: null,
      issuedAt: { lt: issuedBefore },
      accountId: { not: null },
      account: { status: 'active', ...accounts },
      ...(after !== null && { id: { gt: after } }),
    },
    orderBy: { id: 'asc' },
    take,
    select: SELECT,
  });
  return rows.flatMap(({ id: keyId, issuedAt, holder, account, ...row }) =>
    issuedAt === null || holder === null || account === null
      ? []
      : [{ ...row, keyId, issuedAt, holder, account }],
  );
}
