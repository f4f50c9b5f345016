import { endDeputy } from '#auth/deputies/end-deputy.ts';
import { nameDeputy } from '#auth/deputies/name-deputy.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { textOf, textsOf } from '../http/read-form.server.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { DEPUTY_FIELDS, faultsOfTexts, fieldOfProblem } from './deputy-form.ts';
import type { DeputyFaults, DeputyTexts } from './deputy-form.ts';

type Step = {
  request: Request;
  context: PortalContext;
  form: FormData;
  /** Whose customers they are. */
  managerId: string;
  actor: StaffActor;
};

/** What the form says again when it can't be done. */
export type DeputyFormState = { texts: DeputyTexts; faults: DeputyFaults; isEnded: boolean };

export type DeputyChange =
  | { is: 'done'; what: 'named' | 'ended' }
  | { is: 'problem'; state: DeputyFormState; status: 409 | 422 }
  /** Not a manager with whom the actor has to do. */
  | { is: 'not_found' }
  /** No form of ours. */
  | { is: 'bad_request' };

const EMPTY: DeputyTexts = { holderId: '', fromOn: '', toOn: '' };

/** Names a deputy or ends one's time, from a page of the manager or of an administrator. */
export async function changeDeputies(step: Step): Promise<DeputyChange> {
  switch (textOf(step.form, 'intent')) {
    case 'name':
      return name(step);
    case 'end':
      return end(step);
    default:
      return { is: 'bad_request' };
  }
}

async function name({ request, context, form, managerId, actor }: Step): Promise<DeputyChange> {
  const texts = textsOf(form, DEPUTY_FIELDS);
  const faults = faultsOfTexts(texts);
  if (Object.keys(faults).length > 0) return problem(texts, faults);
  await requireStepUp(request, context, { actor, form });
  const outcome = await nameDeputy(context.auth, { ...texts, managerId, actor, trace: context.trace });
  if (outcome.ok) return { is: 'done', what: 'named' };
  if (outcome.reason === 'not_found') return { is: 'not_found' };
  return problem(texts, { [fieldOfProblem(outcome.reason)]: outcome.reason });
}

async function end({ request, context, form, managerId, actor }: Step): Promise<DeputyChange> {
  await requireStepUp(request, context, { actor, form });
  const deputyId = textOf(form, 'deputyId');
  const outcome = await endDeputy(context.auth, { managerId, deputyId, actor, trace: context.trace });
  if (outcome.ok) return { is: 'done', what: 'ended' };
  return { is: 'problem', state: { texts: EMPTY, faults: {}, isEnded: true }, status: 409 };
}

function problem(texts: DeputyTexts, faults: DeputyFaults): DeputyChange {
  return { is: 'problem', state: { texts, faults, isEnded: false }, status: 422 };
}
