import type { Tx } from '#prisma/client.ts';

/** Why a session ended; shown in the person's own list and in the audit log. */
export type SessionEnd =
  | 'signed_out'
  | 'locked'
  | 'ended_elsewhere'
  | 'ended_by_staff'
  | 'key_suspended'
  | 'key_revoked'
  | 'signed_in_again';

/** Ends all open sessions of a key. @returns how many were open */
export async function endSessionsOfKey(
  tx: Tx,
  { keyId, reason, at }: { keyId: string; reason: SessionEnd; at: Date },
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { keyId, endedAt: null },
    data: { endedAt: at, endedReason: reason },
  });
  return count;
}

/** Ends the session with this token, if it is open. @returns its id, or null when there was nothing to end */
export async function endSessionByToken(
  tx: Tx,
  { tokenHash, reason, at }: { tokenHash: string; reason: SessionEnd; at: Date },
): Promise<{ id: string; keyId: string; holderId: string } | null> {
  const row = await tx.session.findUnique({
    where: { tokenHash },
    select: { id: true, keyId: true, holderId: true },
  });
  if (row === null) return null;
  const { count } = await tx.session.updateMany({
    where: { id: row.id, endedAt: null },
    data: { endedAt: at, endedReason: reason },
  });
  return count === 1 ? row : null;
}

/** Ends one of a person's own sessions. @returns false when it is not theirs or not open */
export async function endOwnSession(
  tx: Tx,
  { sessionId, holderId, reason, at }: { sessionId: string; holderId: string; reason: SessionEnd; at: Date },
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id: sessionId, holderId, endedAt: null },
    data: { endedAt: at, endedReason: reason },
  });
  return count === 1;
}
