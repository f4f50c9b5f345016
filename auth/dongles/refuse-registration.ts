import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { ChallengeOutcome } from '../ceremonies/challenge.ts';
import type { OpenTicket } from '../invitations/find-ticket.ts';
import type { PinFault } from '../pins/pin.ts';
import type { AnswerRefusal } from './read-answer.ts';

/** Why a dongle was not registered. */
export type DongleRegistrationRefusal =
  | Extract<ChallengeOutcome, { ok: false }>['reason']
  | AnswerRefusal
  | `pin_${PinFault}`
  | 'challenge_spent'
  | 'ticket_spent'
  | 'agent_of_other_account'
  | 'dongle_of_other_kind'
  /** Not the one that was issued. */
  | 'dongle_other'
  /** A YubiKey whose slot answers without a touch could be asked by any program, unseen. */
  | 'dongle_without_touch'
  /** Its manager has not written down its secret, without which nothing can be checked. */
  | 'secret_missing'
  | 'proof_wrong'
  | 'not_touched'
  /** A dongle with this serial is registered here already. */
  | 'dongle_known';

/** A refused try is written down in a transaction of its own. */
export async function refuseRegistration(
  { db, audit, now }: AuthServices,
  {
    ticket: { key, holder },
    trace,
    reason,
  }: { ticket: OpenTicket; trace: RequestTrace; reason: DongleRegistrationRefusal },
): Promise<{ ok: false; reason: DongleRegistrationRefusal }> {
  const about = { keyId: key.id, holderId: holder.id, accountId: key.accountId };
  await db.$transaction((tx) =>
    audit.record(tx, { type: 'registration_refused', result: 'refused', reason, ...about, trace, at: now() }),
  );
  return { ok: false, reason };
}
