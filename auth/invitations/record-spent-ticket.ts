import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { hashToken } from '../tokens/opaque-token.ts';

export type RecordSpentTicket = { ticket: string; browserToken: string | null; trace: RequestTrace };

/**
 * Writes down that a ticket came which opens nothing: used, expired, of another browser, of a key that no longer
 * waits, or made up (REG-02). Each ticket once a minute, the made up ones together.
 */
export async function recordSpentTicket(
  { db, audit, now }: AuthServices,
  { ticket, browserToken, trace }: RecordSpentTicket,
): Promise<void> {
  const row = await db.enrolmentTicket.findFirst({
    where: { tokenHash: hashToken(ticket), browserHash: hashToken(browserToken ?? '') },
    select: {
      id: true,
      invitation: { select: { key: { select: { id: true, holderId: true, accountId: true } } } },
    },
  });
  const key = row?.invitation.key;
  await audit.recordRepeatable(
    db,
    {
      type: 'registration_refused',
      result: 'refused',
      reason: 'ticket_spent',
      keyId: key?.id,
      holderId: key?.holderId,
      accountId: key?.accountId,
      trace,
      at: now(),
    },
    row?.id ?? 'unknown ticket',
  );
}
