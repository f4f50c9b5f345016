import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { createInvitation } from '../invitations/create-invitation.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { StaffProposalPayload } from '../proposals/staff-proposal.ts';
import { askedBy, findWaitingKeys } from './find-bulk-issue.ts';

/** A link of a key of the list, and its code; both are told once and stored nowhere. */
export type BulkLink = {
  keyId: string;
  token: string;
  /** Null while an owner of the account has to confirm the key; the code is then theirs. */
  claimCode: string | null;
};

export type MakeBulkLinksOutcome =
  | { ok: true; links: BulkLink[] }
  /** Not confirmed, nobody's of the actor, or none of its keys waits any more. */
  | { ok: false; reason: 'not_found' };

/** Hundreds of links; for so long nobody else writes. */
const TRANSACTION_MS = 60_000;

/**
 * Makes the links of all keys of a confirmed list that wait for their holder, for the papers that go with them. Made once
 * more, the earlier ones and their codes die.
 */
export async function makeBulkLinks(
  services: AuthServices,
  { proposalId, actor, trace }: { proposalId: string; actor: StaffActor; trace: RequestTrace },
): Promise<MakeBulkLinksOutcome> {
  const { invitationDays: days } = await services.policy();
  const outcome = await services.db.$transaction(
    (tx) => makeLinks(tx, services, { proposalId, actor, trace, days }),
    { timeout: TRANSACTION_MS },
  );
  return recordNotFound(services, outcome, { actor, action: 'key:issue', target: proposalId, trace });
}

type Making = { proposalId: string; actor: StaffActor; trace: RequestTrace; days: number };

async function makeLinks(
  tx: Tx,
  { audit, peppers, now }: AuthServices,
  { proposalId, actor, trace, days }: Making,
): Promise<MakeBulkLinksOutcome> {
  const at = now();
  const row = await tx.proposal.findFirst({
    where: { id: proposalId, approver: 'staff', kind: 'bulk_issue', status: 'approved', ...askedBy(actor) },
    select: { payloadJson: true },
  });
  const payload = row === null ? null : StaffProposalPayload.parse(JSON.parse(row.payloadJson));
  if (payload?.kind !== 'bulk_issue') return { ok: false, reason: 'not_found' };
  const links: BulkLink[] = [];
  for (const { id: keyId, accountId, holderId } of await findWaitingKeys(tx, { payload, actor })) {
    const about = { ...actedBy(actor), holderId, accountId, trace };
    const made = { keyId, createdById: actor.holderId, days, peppers, audit, about, now: at };
    const { token, claimCode } = await createInvitation(tx, made);
    if (holderId !== null) {
      await audit.record(tx, { type: 'invitation_issued', result: 'ok', ...about, holderId, keyId, at });
    }
    links.push({ keyId, token, claimCode });
  }
  return links.length === 0 ? { ok: false, reason: 'not_found' } : { ok: true, links };
}
