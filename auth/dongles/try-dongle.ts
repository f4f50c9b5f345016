import { z } from 'zod';
import type { AuthServices } from '../auth-services.ts';
import { mintChallenge, openChallenge, takeChallenge } from '../ceremonies/challenge.ts';
import { FobRegistration, MESSAGES } from '../wire/messages.ts';
import type { AnsweredAgentStep } from './enrol-agent.ts';
import { dongleKindOf } from './dongle-kind.ts';
import { findPortalKeys } from './portal-keys.ts';
import { readAnswer } from './read-answer.ts';
import type { KnownAgent } from './read-answer.ts';
import { refuseRegistration } from './refuse-registration.ts';
import type { DongleRegistrationRefusal } from './refuse-registration.ts';
import { writeRequest } from './write-request.ts';
import type { SignedRequest } from './write-request.ts';

export type TryDongleOutcome =
  | ({ ok: true; state: string } & SignedRequest)
  /** `answer_key_unknown`, `agent_revoked`: the agent of this computer must be enrolled first. */
  | { ok: false; reason: DongleRegistrationRefusal };

/** What the trial must know of the dongle that was named; sealed, so that only we can say it. */
export const TrialFacts = z.strictObject({
  agentId: z.string(),
  fob: FobRegistration.shape.fob,
});
export type TrialFacts = z.infer<typeof TrialFacts>;

/**
 * Takes in which dongle it is, by an agent that is enrolled, and asks it for a first proof: a secret that was written down
 * wrongly is found now and not at the first sign-in, and how a YubiKey's slot takes its challenge shows by it.
 */
export async function tryDongle(
  services: AuthServices,
  step: Omit<AnsweredAgentStep, 'portalName'>,
): Promise<TryDongleOutcome> {
  const { ticket, browserToken, trace, message } = step;
  const now = services.now();
  const refuse = (reason: DongleRegistrationRefusal) =>
    refuseRegistration(services, { ticket, trace, reason });
  const binding = { keys: services.sealingKeys, browserToken, now };
  const opened = await openChallenge(step.state, {
    ...binding,
    purpose: `dongle-registration:${ticket.ticketId}`,
  });
  if (!opened.ok) return refuse(opened.reason);
  if (!(await takeChallenge(services.db, opened.challenge))) return refuse('challenge_spent');
  const nonce = Buffer.from(opened.challenge.value).toString('base64url');
  const answer = await readAnswer(services, { message, kind: MESSAGES.registration, nonce });
  if (!answer.ok) return refuse(answer.reason);
  if (!answer.isSealed) return refuse('answer_not_sealed');
  const { fob } = answer.claims;
  const reason = await findFault(services, { step, agent: answer.agent, fob });
  if (reason !== null) return refuse(reason);

  const facts: TrialFacts = { agentId: answer.agent.id, fob };
  const trial = await mintChallenge({
    ...binding,
    purpose: `dongle-trial:${ticket.ticketId}`,
    facts: JSON.stringify(facts),
  });
  const asking = { keys: await findPortalKeys(services), nonce: trial.challenge, browserToken, trace };
  const { serial, slot } = fob;
  const asked = { purpose: 'prove', serial, ...(slot !== undefined && { slot }) } as const;
  return { ok: true, state: trial.state, ...(await writeRequest<'prove'>(services, asking, asked)) };
}

type Named = {
  step: Pick<AnsweredAgentStep, 'ticket'>;
  agent: KnownAgent;
  fob: FobRegistration['fob'];
};

/** The dongle must be the one that was issued: its kind, and the serial where one was written down (REG-01). */
async function findFault(
  { db }: AuthServices,
  { step: { ticket }, agent, fob }: Named,
): Promise<DongleRegistrationRefusal | null> {
  const { key } = ticket;
  if (agent.accountId !== key.accountId) return 'agent_of_other_account';
  if (dongleKindOf(fob.kind) !== key.kind) return 'dongle_of_other_kind';
  if (key.serial !== null && plain(key.serial) !== plain(fob.serial)) return 'dongle_other';
  if (fob.kind === 'static-code') return fob.staticKey === undefined ? 'secret_missing' : null;
  if (fob.kind === 'hmac-sha1' && !fob.needsTouch) return 'dongle_without_touch';
  const stored = await db.dongle.findUnique({ where: { keyId: key.id }, select: { proofKind: true } });
  if (stored === null) return 'secret_missing';
  return stored.proofKind === fob.kind ? null : 'dongle_of_other_kind';
}

/** As it is printed, and as the dongle says it. */
function plain(serial: string): string {
  return serial.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
}
