import type { Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';

export type NoticeToStaff = {
  /** A change that nobody else confirms and that happens by itself; a link for a key of the staff. */
  about: 'change_by_itself' | 'staff_link';
  proposalId?: string;
  keyId?: string;
  holderId?: string;
  /** Whoever did it; the command line where nobody did. */
  by: { actorId: string; sessionId?: string; tier?: number } | null;
  trace?: RequestTrace | undefined;
  at: Date;
};

/**
 * Tells all of the staff of something that went around the second pair of eyes (ADM-02 amended), in the transaction of
 * what it tells of. Their pages show it for as long as it can be stopped (`find-staff-notices.ts`).
 */
export async function noticeToStaff(
  tx: Tx,
  audit: Audit,
  { about, proposalId = '', keyId, holderId, by, trace, at }: NoticeToStaff,
): Promise<void> {
  await audit.record(tx, {
    type: 'staff_noticed',
    result: 'ok',
    ...(by ?? { actorId: SYSTEM_ACTOR }),
    keyId,
    holderId,
    details: proposalId === '' ? { about } : { about, proposalId },
    trace,
    at,
  });
}
