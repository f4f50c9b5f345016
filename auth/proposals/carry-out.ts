import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { isOnlyGuardOf, storeAddress } from '../holders/store-address.ts';
import { isWordOf, weighKey } from '../holders/whose-word.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { withdrawInvitations } from '../invitations/create-invitation.ts';
import { confirmInvitation } from '../invitations/confirm-invitation.ts';
import type { Actor } from '../permissions/actor.ts';
import { storeOneTimePin } from '../pins/reset-pin.ts';
import type { GivenPin, PreparedReset } from '../pins/reset-pin.ts';
import type { Policy } from '../policy/policy.ts';
import { judgeTie, putTie } from '../ties/put-tie.ts';
import { agreeToRows, canMoveRows } from '../ties/row-move.ts';
import type { ProposalPayload } from './proposal.ts';

const HOUR_MS = 60 * 60 * 1000;
/** What staff alone have confirmed lets no key sign for this long, so that its owner can object (REC-05 amended). */
const NO_SIGNING_MS = 72 * HOUR_MS;

export type CarryOut = {
  decision: 'approve' | 'decline';
  payload: ProposalPayload;
  accountId: string;
  /** Whoever decided. */
  actor: Actor;
  policy: Policy;
  /** The PIN that a reset will give; made and hashed before. */
  newPin: PreparedReset | null;
  trace: RequestTrace;
  at: Date;
};

/** Does what was proposed, or ends it where it was declined. Anything that has changed meanwhile is left as it is. */
export async function carryOut(
  tx: Tx,
  services: AuthServices,
  step: CarryOut,
): Promise<{ claimCode: string | null; oneTimePin: GivenPin | null }> {
  const nothing = { claimCode: null, oneTimePin: null };
  const { payload, actor, trace, at } = step;
  switch (payload.kind) {
    case 'key_issue':
      return { ...nothing, claimCode: await decideKey(tx, services, step, payload) };
    case 'computer_add':
      return { ...nothing, claimCode: await decideComputer(tx, services, step, payload) };
    case 'membership_add':
      await decideMembership(tx, services, step, payload);
      return nothing;
    case 'role_change':
      await decideRole(tx, services, step, payload);
      return nothing;
    case 'address_change':
      await decideAddress(tx, services, step, payload);
      return nothing;
    case 'pin_reset':
      return { ...nothing, oneTimePin: await decidePin(tx, services, step, payload) };
    case 'tie_move':
      await decideTie(tx, services, step, payload);
      return nothing;
    case 'row_move':
      if (step.decision === 'decline') return nothing;
      await agreeToRows(tx, services.audit, { payload, by: { ...actedBy(actor), trace }, at });
      return nothing;
  }
}

async function decideKey(
  tx: Tx,
  services: AuthServices,
  step: CarryOut,
  payload: ProposalPayload & { kind: 'key_issue' },
): Promise<string | null> {
  const claimCode = await decideLink(tx, services, step, payload);
  if (claimCode === null) return null;
  const { accountId, actor, at } = step;
  const { keyId } = payload;
  await tx.key.updateMany({
    where: { id: keyId, accountId },
    data: {
      evidence: actor.kind === 'customer' ? 'owner-confirmed' : 'two-of-staff',
      signsFrom: signsFromOf(actor, at),
    },
  });
  return claimCode;
}

/** How the key came to its holder stays as it was. Where staff alone say so it signs nothing for a while, like a new one. */
async function decideComputer(
  tx: Tx,
  services: AuthServices,
  step: CarryOut,
  payload: ProposalPayload & { kind: 'computer_add' },
): Promise<string | null> {
  const claimCode = await decideLink(tx, services, step, payload);
  const signsFrom = signsFromOf(step.actor, step.at);
  if (claimCode !== null && signsFrom !== null)
    await tx.key.updateMany({
      where: { id: payload.keyId, accountId: step.accountId },
      data: { signsFrom },
    });
  return claimCode;
}

/** @returns the code of the link; null where it was declined, or no longer waits */
async function decideLink(
  tx: Tx,
  { audit, peppers }: AuthServices,
  { decision, accountId, actor, policy, trace, at }: CarryOut,
  { keyId, invitationId, holderId }: ProposalPayload & { kind: 'key_issue' | 'computer_add' },
): Promise<string | null> {
  if (decision === 'decline') {
    await withdrawInvitations(tx, audit, { ...actedBy(actor), keyId, holderId, accountId, trace, at });
    return null;
  }
  const days = policy.invitationDays;
  return confirmInvitation(tx, { invitationId, keyId, peppers, days, at });
}

async function decideMembership(
  tx: Tx,
  { audit }: AuthServices,
  { decision, accountId, actor, trace, at }: CarryOut,
  { holderId, role }: ProposalPayload & { kind: 'membership_add' },
): Promise<void> {
  const isApproved = decision === 'approve';
  const { count } = await tx.membership.updateMany({
    where: { holderId, accountId, status: 'proposed' },
    data: isApproved ? { status: 'active', role } : { status: 'removed', removedAt: at },
  });
  if (count === 0 || !isApproved) return;
  if (role === 'owner') await delaySigning(tx, { holderId, actor, at });
  const about = { ...actedBy(actor), holderId, accountId, trace, at };
  await audit.record(tx, { type: 'membership_added', result: 'ok', ...about, details: { role } });
}

/** A role that is not what it was when the change was asked for is left alone. */
async function decideRole(
  tx: Tx,
  { audit }: AuthServices,
  { decision, accountId, actor, trace, at }: CarryOut,
  { holderId, from, to }: ProposalPayload & { kind: 'role_change' },
): Promise<void> {
  if (decision === 'decline') return;
  const { count } = await tx.membership.updateMany({
    where: { holderId, accountId, status: 'active', role: from },
    data: { role: to },
  });
  if (count === 0) return;
  if (to === 'owner') await delaySigning(tx, { holderId, actor, at });
  const about = { ...actedBy(actor), holderId, accountId, trace, at };
  await audit.record(tx, { type: 'membership_changed', result: 'ok', ...about, details: { from, to } });
}

/**
 * An address that is not what it was when the change was asked for, or is no longer this account's to judge, stays. Where
 * the person asked, their key and this account must still be all that it hangs on.
 */
async function decideAddress(
  tx: Tx,
  { audit }: AuthServices,
  { decision, accountId, actor, trace, at }: CarryOut,
  { holderId, from, to, askedWithKeyId: keyId }: ProposalPayload & { kind: 'address_change' },
): Promise<void> {
  if (decision === 'decline') return;
  const isTheirs =
    keyId === undefined
      ? await isOnlyGuardOf(tx, { holderId, accountId })
      : isWordOf(await weighKey(tx, { holderId, keyId }), accountId);
  if (!isTheirs) return;
  await storeAddress(tx, audit, { holderId, from, to, accountId, by: actedBy(actor), trace, at });
}

async function decidePin(
  tx: Tx,
  services: AuthServices,
  { decision, accountId, actor, policy, newPin, trace, at }: CarryOut,
  { keyId, holderId }: ProposalPayload & { kind: 'pin_reset' },
): Promise<GivenPin | null> {
  if (decision === 'decline' || newPin === null) return null;
  const signsFrom = signsFromOf(actor, at);
  const about = { keyId, holderId, accountId, signsFrom, actor, trace, at };
  return storeOneTimePin(tx, services, { ...about, newPin, policy });
}

type TieMove = ProposalPayload & { kind: 'tie_move' };
/** What follows from ties. */
export type HandOver = ProposalPayload & { kind: 'tie_move' | 'row_move' };

/** Whether something of this customer could still go to the other one as asked. The caller holds the lock of the ties. */
export async function canHandOver(
  tx: Tx,
  { accountId, payload }: { accountId: string; payload: HandOver },
): Promise<boolean> {
  const { toAccountId: id } = payload;
  const isGone = id !== null && (await tx.customerAccount.count({ where: { id, status: 'active' } })) === 0;
  if (isGone) return false;
  return payload.kind === 'row_move'
    ? canMoveRows(tx, { accountId, payload })
    : (await judgeTie(tx, wishedBy(payload))).ok;
}

/** The rows follow when the caller settles their owners. */
async function decideTie(
  tx: Tx,
  { audit }: AuthServices,
  { decision, actor, trace, at }: CarryOut,
  payload: TieMove,
): Promise<void> {
  if (decision === 'decline') return;
  const by = { ...actedBy(actor), trace };
  await putTie(tx, audit, { ...wishedBy(payload), confirmedById: actor.holderId, by, at });
}

function wishedBy({ toAccountId: accountId, counterpartyId, taxId, legalName }: TieMove) {
  return { accountId, counterpartyId, seen: { taxId, legalName } };
}

/** Null where an owner has confirmed it: the key signs at once. */
function signsFromOf(actor: Actor, at: Date): Date | null {
  return actor.kind === 'customer' ? null : new Date(at.getTime() + NO_SIGNING_MS);
}

/** Whom staff alone have made an owner confirms nothing at once either, with whichever key of theirs. */
async function delaySigning(
  tx: Tx,
  { holderId, actor, at }: { holderId: string; actor: Actor; at: Date },
): Promise<void> {
  const signsFrom = signsFromOf(actor, at);
  if (signsFrom === null) return;
  await tx.key.updateMany({ where: { holderId }, data: { signsFrom } });
}
