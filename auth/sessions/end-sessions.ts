import type { Tx } from '#prisma/client.ts';

/** Why a session ended; shown in the person's own list and in the audit log. */
export type SessionEnd =
  | 'signed_out'
  | 'ended_elsewhere'
  | 'ended_by_staff'
  | 'key_suspended'
  | 'key_revoked'
  | 'key_lost'
  | 'membership_removed'
  | 'account_closed'
  | 'agent_revoked'
  | 'computer_removed'
  | 'too_many_sessions'
  | 'pin_changed'
  | 'pin_reset'
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

export type EndedSession = {
  id: string;
  keyId: string;
  holderId: string;
  /** Null for staff. */
  accountId: string | null;
  tier: number;
};

/** Ends the session with this token, if it is open. @returns what it was, or null when there was nothing to end */
export async function endSessionByToken(
  tx: Tx,
  { tokenHash, reason, at }: { tokenHash: string; reason: SessionEnd; at: Date },
): Promise<EndedSession | null> {
  const row = await tx.session.findUnique({
    where: { tokenHash },
    select: { id: true, keyId: true, holderId: true, accountId: true, tier: true },
  });
  if (row === null) return null;
  const { count } = await tx.session.updateMany({
    where: { id: row.id, endedAt: null },
    data: { endedAt: at, endedReason: reason },
  });
  return count === 1 ? row : null;
}

/** Ends the sessions of a person that work in an account. @returns how many were open */
export async function endSessionsInAccount(
  tx: Tx,
  { holderId, accountId, reason, at }: { holderId: string; accountId: string; reason: SessionEnd; at: Date },
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { holderId, accountId, endedAt: null },
    data: { endedAt: at, endedReason: reason },
  });
  return count;
}

/** Ends every session that works in an account, whatever key opened it. @returns how many were open */
export async function endAllInAccount(
  tx: Tx,
  { accountId, reason, at }: { accountId: string; reason: SessionEnd; at: Date },
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { accountId, endedAt: null },
    data: { endedAt: at, endedReason: reason },
  });
  return count;
}
