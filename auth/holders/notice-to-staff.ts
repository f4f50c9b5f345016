import type { Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import { tellOfLoneChange, tellOfStaffLink } from '../letters/tell-the-staff.ts';
import type { StaffProposalKind } from '../proposals/staff-proposal.ts';

type About =
  /** A change that nobody else confirms and that happens by itself. */
  | { about: 'change_by_itself'; proposalId: string; change: StaffProposalKind; effectiveAt: Date }
  /** A link for a key of the staff that opens by itself. */
  | { about: 'staff_link'; keyId: string; holderId: string; opensAt: Date };

export type NoticeToStaff = About & {
  /** Whoever did it; the command line where nobody did. */
  by: { actorId: string; sessionId?: string; tier?: number } | null;
  trace?: RequestTrace | undefined;
  at: Date;
};

/**
 * Tells the staff of something that went around the second pair of eyes (ADM-02 amended), in the transaction of what it
 * tells of: by letter, and on their pages for as long as it can be stopped (`find-staff-notices.ts`).
 */
export async function noticeToStaff(tx: Tx, audit: Audit, notice: NoticeToStaff): Promise<void> {
  const { by, trace, at } = notice;
  await write(tx, notice);
  await audit.record(tx, {
    type: 'staff_noticed',
    result: 'ok',
    ...(by ?? { actorId: SYSTEM_ACTOR }),
    ...(notice.about === 'staff_link'
      ? { keyId: notice.keyId, holderId: notice.holderId, details: { about: notice.about } }
      : { details: { about: notice.about, proposalId: notice.proposalId } }),
    trace,
    at,
  });
}

async function write(tx: Tx, notice: NoticeToStaff): Promise<void> {
  const { by, at } = notice;
  switch (notice.about) {
    case 'change_by_itself': {
      const { change, effectiveAt } = notice;
      return tellOfLoneChange(tx, { change, proposedById: by?.actorId ?? '', effectiveAt, at });
    }
    case 'staff_link': {
      const { holderId, opensAt } = notice;
      return tellOfStaffLink(tx, { holderId, madeById: by?.actorId ?? null, opensAt, at });
    }
  }
}
