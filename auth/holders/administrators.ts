import type { Db, Prisma, Tx } from '#prisma/client.ts';

/** An administrator who can sign in: here, and with a key that works. */
const ABLE = {
  kind: 'staff',
  staffRole: 'administrator',
  status: 'active',
  keys: { some: { accountId: null, status: 'active' } },
} as const satisfies Prisma.HolderWhereInput;

/** How many can sign in. With one alone, nobody else can confirm anything, and a lost key locks everybody out (ADM-02). */
export function countAdministrators(db: Db | Tx): Promise<number> {
  return db.holder.count({ where: ABLE });
}

/** Whether somebody other than this person could confirm what they ask for. */
export async function hasOtherAdministrator(db: Db | Tx, holderId: string): Promise<boolean> {
  const other = await db.holder.findFirst({
    where: { ...ABLE, id: { not: holderId } },
    select: { id: true },
  });
  return other !== null;
}
