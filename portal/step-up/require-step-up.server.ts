import type { PortalContext } from '../http/portal-context.server.ts';
import type { Actor } from '#auth/permissions/actor.ts';
import { finishStepUp } from '#auth/step-up/finish-step-up.ts';
import { setCookie } from '../http/cookies.server.ts';
import { stepUpRefused } from '../http/refuse.server.ts';
import { contentOf } from './content-of.ts';
import { deedOf } from './deeds.ts';
import { PROOF_FIELDS } from './proof-fields.ts';

/**
 * The key's own word for what this form does, given a moment ago. Call it after the form was read and found in order,
 * so that nobody touches their key for a typing mistake, and before anything is changed. The session goes on under a
 * new token.
 * @throws Response 428 where the proof is missing, of another key, deed or object, too old, or used before
 */
export async function requireStepUp(
  request: Request,
  context: PortalContext,
  { actor, form }: { actor: Actor; form: FormData },
): Promise<void> {
  const deed = deedOf(new URL(request.url).pathname.replace(/\.data$/, ''), await contentOf(form));
  if (deed === null) throw stepUpRefused(); // whoever calls this needs one
  const outcome = await finishStepUp(context.auth, {
    actor,
    deed,
    state: fieldOf(form, PROOF_FIELDS.state),
    response: parseJson(fieldOf(form, PROOF_FIELDS.response)),
    trace: context.trace,
  });
  if (!outcome.ok) throw stepUpRefused();
  context.addCookie(setCookie('session', outcome.token));
}

function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** What is no JSON is no answer of a key; the verification refuses it by its own code. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
