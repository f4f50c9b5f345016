import type { AuthServices } from '../auth-services.ts';
import { StaffProposalPayload } from '../proposals/staff-proposal.ts';
import { revokeStep } from './mass-revoke.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A list that is not done by then is a matter for a person; until then a restart loses nothing. */
const DAYS_LOOKED_AT = 30;

/**
 * Goes on with the lists that were confirmed, a hundred keys a transaction, until nothing of them is left. Safe in several
 * processes at once: each key is revoked by one conditional write.
 * @returns how many keys it has revoked
 */
export async function continueMassRevokes(
  services: Pick<AuthServices, 'db' | 'audit' | 'now'>,
): Promise<number> {
  const since = new Date(services.now().getTime() - DAYS_LOOKED_AT * DAY_MS);
  const confirmed = await services.db.proposal.findMany({
    where: { approver: 'staff', status: 'approved', kind: 'mass_revoke', decidedAt: { gte: since } },
    orderBy: [{ decidedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  let revoked = 0;
  for (const { id } of confirmed) revoked += await finishList(services, id);
  return revoked;
}

async function finishList(
  { db, audit, now }: Pick<AuthServices, 'db' | 'audit' | 'now'>,
  proposalId: string,
): Promise<number> {
  const row = await db.proposal.findUniqueOrThrow({
    where: { id: proposalId },
    select: { payloadJson: true, reason: true, decidedById: true },
  });
  const payload = StaffProposalPayload.parse(JSON.parse(row.payloadJson));
  if (payload.kind !== 'mass_revoke' || row.decidedById === null) return 0;
  const { reason, decidedById: actorId } = row;
  const list = { keyIds: payload.keyIds, proposalId, reason, by: { actorId }, trace: undefined };
  let revoked = 0;
  for (;;) {
    const step = await db.$transaction((tx) => revokeStep(tx, audit, { ...list, at: now() }));
    if (step === 0) return revoked;
    revoked += step;
  }
}
