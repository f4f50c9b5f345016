import type { Db } from '#prisma/client.ts';
import { keysToRead } from '../keys/key-reach.ts';
import type { StaffActor } from '../permissions/actor.ts';

/**
 * The key for which a form made a link before. The link itself was shown then and is stored nowhere.
 * @returns null when no form within the actor's reach had this id
 */
export async function findRequestedKey(
  db: Db,
  { requestId, actor }: { requestId: string; actor: StaffActor },
): Promise<string | null> {
  const invitation = await db.invitation.findFirst({
    where: { requestId, key: keysToRead(actor) },
    select: { keyId: true },
  });
  return invitation?.keyId ?? null;
}
