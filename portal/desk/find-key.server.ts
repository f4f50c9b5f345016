import { keysWithin } from '#auth/keys/key-reach.ts';
import { isKeyStatus } from '#auth/keys/key.ts';
import type { KeyStatus } from '#auth/keys/key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';

export type DeskKey = {
  id: string;
  label: string;
  status: KeyStatus;
  serial: string | null;
  modelName: string | null;
  statusReason: string | null;
  issuedAt: Date;
  activatedAt: Date | null;
  lastUsedAt: Date | null;
  holderName: string;
  account: { id: string; name: string };
  openSessions: number;
};

export type KeyEvent = { seq: string; at: Date; type: string; reason: string | null; note: string | null };

const HISTORY_LENGTH = 50;

/** A customer's key that the actor may suspend; null for every other. */
export async function findDeskKey(
  db: Db,
  { actor, keyId }: { actor: StaffActor; keyId: string },
): Promise<DeskKey | null> {
  const row = await db.key.findFirst({
    where: { AND: [{ id: keyId }, keysWithin(actor, 'suspend')] },
    select: {
      id: true,
      label: true,
      status: true,
      serial: true,
      modelName: true,
      statusReason: true,
      issuedAt: true,
      activatedAt: true,
      lastUsedAt: true,
      holder: { select: { name: true } },
      account: { select: { id: true, name: true } },
      _count: { select: { sessions: { where: { endedAt: null } } } },
    },
  });
  if (row === null || row.account === null || !isKeyStatus(row.status)) return null;
  const { holder, account, _count, status, ...facts } = row;
  return { ...facts, status, account, holderName: holder.name, openSessions: _count.sessions };
}

/** The newest of what the audit log says of a key. The caller has found the key within reach. */
export async function findKeyHistory(db: Db, keyId: string): Promise<KeyEvent[]> {
  const rows = await db.auditEvent.findMany({
    where: { keyId },
    orderBy: { seq: 'desc' },
    take: HISTORY_LENGTH,
    select: { seq: true, at: true, type: true, reason: true, note: true },
  });
  return rows.map(({ seq, ...event }) => ({ ...event, seq: seq.toString() }));
}
