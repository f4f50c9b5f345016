import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import type { DecideProposalOutcome } from '#auth/proposals/decide-proposal.ts';
import type { Actor } from '#auth/permissions/actor.ts';
import type { GivenPin } from '#auth/pins/reset-pin.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';

type Undecided = Extract<DecideProposalOutcome, { ok: false }>['reason'];

export type FormDecision =
  /** The claim code of a confirmed key, or its new PIN: in this answer and nowhere else. */
  | { is: 'given'; given: { claimCode: string | null; oneTimePin: GivenPin | null } }
  | { is: 'done'; done: 'approved' | 'declined' }
  | { is: 'problem'; problem: Exclude<Undecided, 'not_found'> }
  | { is: 'not_found' }
  /** Not one of our forms. */
  | { is: 'malformed' };

/** Decides what the form of `ProposalList` asks for: an owner's page and the administrators' send the same one. */
export async function decideFromForm(
  request: Request,
  context: PortalContext,
  actor: Actor,
): Promise<FormDecision> {
  const form = await readForm(request);
  const { intent, proposalId, seenHash } = textsOf(form, ['intent', 'proposalId', 'seenHash']);
  if (intent !== 'approve' && intent !== 'decline') return { is: 'malformed' };
  await requireStepUp(request, context, { actor, form });
  const decision = { proposalId, decision: intent, seenHash, actor, trace: context.trace } as const;
  const outcome = await decideProposal(context.auth, decision);
  if (!outcome.ok)
    return outcome.reason === 'not_found' ? { is: 'not_found' } : { is: 'problem', problem: outcome.reason };
  const { claimCode, oneTimePin } = outcome;
  if (claimCode !== null || oneTimePin !== null) return { is: 'given', given: { claimCode, oneTimePin } };
  return { is: 'done', done: intent === 'approve' ? 'approved' : 'declined' };
}
