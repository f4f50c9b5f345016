import type { Db } from '#prisma/client.ts';
import { keysToRead } from '../keys/key-reach.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { MODEL_STATUS_BAD } from './judge-issued-keys.ts';

/** A key that is suspended because its model is warned of: its holder needs one of another model. */
export type UnsafeKey = { keyId: string; label: string; holderName: string; accountName: string };

/** As many as a page tells one by one. */
const SHOWN = 20;

/** The first of them within the actor's reach, and how many there are. A key leaves the list when it is revoked. */
export async function findUnsafeKeys(
  db: Db,
  actor: StaffActor,
): Promise<{ keys: UnsafeKey[]; total: number }> {
  const where = { status: 'suspended', statusReason: MODEL_STATUS_BAD, ...keysToRead(actor) };
  const rows = await db.key.findMany({
    where,
    orderBy: [{ suspendedAt: 'desc' }, { id: 'asc' }],
    take: SHOWN,
    select: {
      id: true,
      label: true,
      holder: { select: { name: true } },
      account: { select: { name: true } },
    },
  });
  const total = rows.length < SHOWN ? rows.length : await db.key.count({ where });
  const keys = rows.map(({ id, label, holder, account }) => ({
    keyId: id,
    label,
    holderName: holder?.name ?? '',
    accountName: account?.name ?? '',
  }));
  return { keys, total };
}
