import { isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AuthServices } from '../auth-services.ts';
import { openChallenge, takeChallenge } from '../ceremonies/challenge.ts';
import { askOwnersAboutOthers } from '../invitations/ask-owners.ts';
import { claimTicket } from '../invitations/claim-ticket.ts';
import { ENDED_STATUSES } from '../keys/key.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import { preparePin, storeFirstPin } from '../pins/set-pin.ts';
import type { PreparedPin } from '../pins/set-pin.ts';
import { fobChallenge } from '../wire/fob-challenge.ts';
import { MESSAGES } from '../wire/messages.ts';
import type { FobProof } from '../wire/messages.ts';
import { addAgent, nameComputer } from './agents-of-dongle.ts';
import { findPadding } from './check-proof.ts';
import type { Padding } from './check-proof.ts';
import type { AnsweredAgentStep } from './enrol-agent.ts';
import { secretNameOf } from './dongle-kind.ts';
import { readAnswer } from './read-answer.ts';
import type { AnswerOutcome } from './read-answer.ts';
import { refuseRegistration } from './refuse-registration.ts';
import type { DongleRegistrationRefusal } from './refuse-registration.ts';
import { TrialFacts } from './try-dongle.ts';

export type FinishDongleRegistration = Omit<AnsweredAgentStep, 'portalName'> & {
  /** What the holder chose (PIN-08). */
  pin: string;
  /** What the holder calls the computer. */
  name: string;
};

export type FinishDongleOutcome = { ok: true } | { ok: false; reason: DongleRegistrationRefusal };

/**
 * Registers a dongle that has just proven itself for the first time. Ticket and invitation are claimed in the transaction
 * that stores it, so a failed try spends none of them. A serial that is registered already is refused, and both keys are
 * flagged: one of them is a copy, or somebody registers one twice.
 */
export async function finishDongleRegistration(
  services: AuthServices,
  request: FinishDongleRegistration,
): Promise<FinishDongleOutcome> {
  const { ticket, browserToken, trace, message } = request;
  const refuse = (reason: DongleRegistrationRefusal) =>
    refuseRegistration(services, { ticket, trace, reason });
  const binding = { keys: services.sealingKeys, browserToken, now: services.now() };
  const purpose = `dongle-trial:${ticket.ticketId}` as const;
  const opened = await openChallenge(request.state, { ...binding, purpose });
  if (!opened.ok) return refuse(opened.reason);
  if (!(await takeChallenge(services.db, opened.challenge))) return refuse('challenge_spent');
  const facts = TrialFacts.parse(JSON.parse(opened.challenge.facts));
  const nonce = Buffer.from(opened.challenge.value).toString('base64url');
  const answer = await readAnswer(services, { message, kind: MESSAGES.proof, nonce });
  if (!answer.ok) return refuse(answer.reason);
  const judged = await judge(services, { ticket, facts, answer });
  if (!judged.ok) return refuse(judged.reason);
  const pin = await preparePin(services.peppers, { key: ticket.key, typed: request.pin });
  if (!pin.ok) return refuse(`pin_${pin.fault}`);
  return store(services, request, { facts, padding: judged.padding, pin: pin.prepared });
}

type Tried = {
  ticket: AnsweredAgentStep['ticket'];
  facts: TrialFacts;
  answer: Extract<AnswerOutcome<FobProof>, { ok: true }>;
};
type Judged = { ok: true; padding: Padding } | { ok: false; reason: DongleRegistrationRefusal };

/** The proof is of the dongle that was named, by the agent that named it, and right under the stored secret. */
async function judge(
  services: AuthServices,
  { ticket, facts, answer: { claims, agent, isSealed } }: Tried,
): Promise<Judged> {
  const { fob, nonce, origin, isTouched, isConfirmed } = claims;
  if (agent.id !== facts.agentId || fob.serial !== facts.fob.serial || fob.kind !== facts.fob.kind)
    return { ok: false, reason: 'dongle_other' };
  if (fob.kind === 'static-code' && !isSealed) return { ok: false, reason: 'answer_not_sealed' };
  const secret = await findSecret(services, ticket.key.id, facts);
  if (secret === null) return { ok: false, reason: 'secret_missing' };
  const challenge = fobChallenge({ nonce, origin, serial: fob.serial, kid: agent.kid });
  const padding = findPadding({ kind: fob.kind, secret }, challenge, fob.proof);
  if (padding === null) return { ok: false, reason: 'proof_wrong' };
  if (!(facts.fob.needsTouch ? isTouched : isConfirmed)) return { ok: false, reason: 'not_touched' };
  return { ok: true, padding };
}

/** Of a static code what the dongle itself told; of the others what its manager wrote down. */
async function findSecret(
  { db, envelope }: AuthServices,
  keyId: string,
  { fob }: TrialFacts,
): Promise<Uint8Array | null> {
  if (fob.staticKey !== undefined) return new Uint8Array(Buffer.from(fob.staticKey, 'base64url'));
  const stored = await db.dongle.findUnique({
    where: { keyId, proofKind: fob.kind },
    select: { secretSealed: true },
  });
  return stored === null ? null : envelope.open(secretNameOf(keyId), stored.secretSealed);
}

type Proven = { facts: TrialFacts; padding: Padding; pin: PreparedPin };

async function store(
  services: AuthServices,
  request: FinishDongleRegistration,
  proven: Proven,
): Promise<FinishDongleOutcome> {
  const { ticket, trace } = request;
  try {
    const isStored = await services.db.$transaction((tx) => storeDongle(tx, services, request, proven));
    return isStored
      ? { ok: true }
      : await refuseRegistration(services, { ticket, trace, reason: 'ticket_spent' });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await flagBothKeys(services, request, proven);
    return refuseRegistration(services, { ticket, trace, reason: 'dongle_known' });
  }
}

async function storeDongle(
  tx: Tx,
  services: AuthServices,
  { ticket, name, trace }: FinishDongleRegistration,
  { facts, padding, pin }: Proven,
): Promise<boolean> {
  const { audit, envelope } = services;
  const { key, holder } = ticket;
  const at = services.now();
  if (!(await claimTicket(tx, ticket, at))) return false;
  const { kind: proofKind, serial, slot = null, model, firmware, needsTouch, staticKey } = facts.fob;
  await freeSerial(tx, { proofKind, serial });
  const told = {
    serial,
    slot,
    padding,
    model,
    firmware,
    needsTouch,
    registeredAt: at,
  };
  if (staticKey === undefined) await tx.dongle.update({ where: { keyId: key.id, proofKind }, data: told });
  else {
    const secretSealed = envelope.seal(secretNameOf(key.id), Buffer.from(staticKey, 'base64url'));
    const row = { ...told, proofKind, secretSealed, secretSetAt: at };
    await tx.dongle.upsert({ where: { keyId: key.id }, create: { keyId: key.id, ...row }, update: row });
  }
  await addAgent(tx, { keyId: key.id, agentId: facts.agentId, at });
  await nameComputer(tx, { agentId: facts.agentId, typed: name });
  await tx.key.update({
    where: { id: key.id },
    data: { attestation: 'unattested', modelName: key.modelName ?? model },
    select: { id: true },
  });
  await storeFirstPin(tx, pin, at);
  await tellOfKey(tx, { keyId: key.id, news: { kind: 'key_registered' }, at });
  await askOwnersAboutOthers(tx, audit, { key, now: at });
  const about = { keyId: key.id, holderId: holder.id, accountId: key.accountId };
  const details = { agentId: facts.agentId, proofKind };
  await audit.record(tx, {
    type: 'key_registered',
    result: 'ok',
    reason: 'unattested',
    ...about,
    details,
    trace,
    at,
  });
  return true;
}

/** A dongle whose key has ended may be issued anew; until then its serial is taken. */
async function freeSerial(tx: Tx, which: { proofKind: string; serial: string }): Promise<void> {
  await tx.dongle.updateMany({
    where: { ...which, key: { status: { in: [...ENDED_STATUSES] } } },
    data: { serial: null, registeredAt: null },
  });
}

async function flagBothKeys(
  { db, audit, now }: AuthServices,
  { ticket, trace }: FinishDongleRegistration,
  { facts: { fob } }: Proven,
): Promise<void> {
  const known = await db.dongle.findUnique({
    where: { proofKind_serial: { proofKind: fob.kind, serial: fob.serial } },
    select: { keyId: true, key: { select: { accountId: true } } },
  });
  const keys = [
    { keyId: ticket.key.id, accountId: ticket.key.accountId },
    ...(known === null ? [] : [{ keyId: known.keyId, accountId: known.key.accountId }]),
  ];
  await db.$transaction(async (tx) => {
    for (const key of keys)
      await raiseAlarm(tx, audit, { kind: 'duplicate_credential', ...key, trace, at: now() });
  });
}
