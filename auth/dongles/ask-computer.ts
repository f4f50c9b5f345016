import { isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { createInvitation } from '../invitations/create-invitation.ts';
import type { CreatedInvitation } from '../invitations/create-invitation.ts';
import { keyFor } from '../invitations/invitation.ts';
import { keysWithin } from '../keys/key-reach.ts';
import type { StaffActor } from '../permissions/actor.ts';

export type AskComputer = {
  keyId: string;
  /** Of the form: sent twice, it makes one link. */
  requestId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type AskComputerOutcome =
  /** Without a code: an owner confirms it and learns it, or where none can, a second member of the staff. */
  | { ok: true; invitation: CreatedInvitation }
  /** Also outside the actor's reach, and for a key that is not in use or needs no agent. */
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'asked_already' };

/**
 * The manager's way to one more computer for an old key in use, for a holder whose computer is gone and who has no other
 * key. The link opens nothing until somebody else has confirmed it, and its holder is told at once: a key in use is worth as
 * much as a new one (REC-05 amended). An earlier link dies.
 */
export async function askComputer(services: AuthServices, request: AskComputer): Promise<AskComputerOutcome> {
  const { invitationDays: days } = await services.policy();
  try {
    const outcome = await services.db.$transaction((tx) => ask(tx, services, { ...request, days }));
    const { actor, keyId: target, trace } = request;
    return await recordNotFound(services, outcome, { actor, action: 'key:issue', target, trace });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return { ok: false, reason: 'asked_already' };
  }
}

async function ask(
  tx: Tx,
  { audit, peppers, now }: AuthServices,
  { keyId, requestId, actor, trace, days }: AskComputer & { days: number },
): Promise<AskComputerOutcome> {
  const at = now();
  const inUse = {
    AND: [
      { id: keyId, accountId: { not: null }, account: { status: 'active' }, holder: { status: 'active' } },
      keyFor('computer'),
      keysWithin(actor, 'issue'),
    ],
  };
  // Writes to the key, so that of two links at once only the last one stays open.
  const { count } = await tx.key.updateMany({ where: inUse, data: { id: keyId } });
  if (count === 0) return { ok: false, reason: 'not_found' };
  const { holderId, accountId } = await tx.key.findUniqueOrThrow({
    where: { id: keyId },
    select: { holderId: true, accountId: true },
  });
  const about = { ...actedBy(actor), holderId, accountId, trace };
  const invitation = await createInvitation(tx, {
    keyId,
    purpose: 'computer',
    createdById: actor.holderId,
    days,
    requestId,
    peppers,
    audit,
    about,
    now: at,
  });
  const details = { purpose: 'computer' };
  await audit.record(tx, {
    type: 'invitation_issued',
    result: 'ok',
    ...about,
    holderId: holderId ?? '',
    keyId,
    details,
    at,
  });
  return { ok: true, invitation };
}
