import type { Actor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';

/** Where the portal writes to whoever is signed in; null: nowhere. */
export async function findOwnAddress(
  db: Db,
  { actor: { holderId } }: { actor: Pick<Actor, 'holderId'> },
): Promise<string | null> {
  const holder = await db.holder.findUniqueOrThrow({ where: { id: holderId }, select: { email: true } });
  return holder.email;
}
