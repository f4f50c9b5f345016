import type { Tx } from '#prisma/client.ts';
import type { AuditEvent } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import { subjectOf } from '../proposals/proposal.ts';
import type { ProposalPayload } from '../proposals/proposal.ts';
import { propose, withdrawProposals } from '../proposals/propose.ts';

export type AskFormerCustomer = {
  /** The customer that would lose it. */
  accountId: string;
  payload: ProposalPayload & { kind: 'tie_move' | 'row_move' };
  by: { actorId: string; sessionId: string; standsInFor: readonly string[] };
  trace: AuditEvent['trace'];
  at: Date;
};

/**
 * Asks the customer that would lose something (REC-05 amended). The same, asked for twice, waits once; another question
 * about the same takes the earlier one's place.
 */
export async function askFormerCustomer(
  tx: Tx,
  audit: Audit,
  { accountId, payload, ...asked }: AskFormerCustomer,
): Promise<void> {
  const { at } = asked;
  const about = { accountId, subjectId: subjectOf(payload) };
  const same = { ...about, payloadJson: JSON.stringify(payload), status: 'open', expiresAt: { gt: at } };
  if ((await tx.proposal.count({ where: same })) > 0) return;
  await withdrawProposals(tx, { ...about, kind: payload.kind, at });
  await propose(tx, audit, { accountId, payload, ...asked });
}
