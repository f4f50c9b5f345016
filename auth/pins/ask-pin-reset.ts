import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { keysWithin } from '../keys/key-reach.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { propose, withdrawProposals } from '../proposals/propose.ts';
import { HAS_SERVER_PIN } from './reset-pin.ts';

export type AskPinReset = {
  keyId: string;
  /** Why, in the words of whoever asks; the owner who confirms reads it. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type AskPinResetOutcome =
  | { ok: true; proposalId: string }
  /** Also for a key outside the actor's reach, and for one that checks its PIN itself. */
  | { ok: false; reason: 'not_found' };

/**
 * A manager asks for a new PIN in place of one that was forgotten. A key with a PIN is a registered one, so its account
 * confirms (REC-05 amended): whoever had the fob in their hand and could reset its PIN alone would be the customer. Until
 * somebody confirms nothing changes, and only they are shown the PIN. Asking again takes the place of having asked.
 */
export async function askPinReset(services: AuthServices, request: AskPinReset): Promise<AskPinResetOutcome> {
  const { keyId, actor, trace } = request;
  const outcome = await services.db.$transaction((tx) => ask(tx, services, request));
  return recordNotFound(services, outcome, { actor, action: 'key:reset-pin', target: keyId, trace });
}

async function ask(
  tx: Tx,
  { audit, now }: AuthServices,
  { keyId, reason, actor, trace }: AskPinReset,
): Promise<AskPinResetOutcome> {
  const at = now();
  const key = await tx.key.findFirst({
    where: { id: keyId, ...HAS_SERVER_PIN, ...keysWithin(actor, 'reset-pin') },
    select: { holderId: true, accountId: true },
  });
  if (key === null || key.holderId === null || key.accountId === null)
    return { ok: false, reason: 'not_found' };
  const { holderId, accountId } = key;
  await withdrawProposals(tx, { subjectId: keyId, accountId, at });
  const payload = { kind: 'pin_reset', keyId, holderId } as const;
  const made = await propose(tx, audit, { accountId, payload, reason, by: actedBy(actor), trace, at });
  return { ok: true, ...made };
}
