import { isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { askOwnersAboutOthers } from '../invitations/ask-owners.ts';
import { claimTicket } from '../invitations/claim-ticket.ts';
import type { OpenTicket } from '../invitations/find-ticket.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import { isDongleKind } from '../dongles/dongle-kind.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { PinFault } from '../pins/pin.ts';
import { preparePin, storeFirstPin } from '../pins/set-pin.ts';
import type { PreparedPin } from '../pins/set-pin.ts';
import { ZERO_AAGUID } from './authenticator-data.ts';
import { claimChallenge, openChallenge, spendAndRecord } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import { ceremonyKindOf, findRegistrationPolicy } from './policy-for-ceremony.ts';
import type { Audience, CeremonyKind } from './policy-for-ceremony.ts';
import { verifyRegistration } from './verify-registration.ts';
import type { RegistrationRefusal, VerifiedRegistration } from './verify-registration.ts';

export type FinishRegistration = {
  ticket: OpenTicket;
  /** What `beginRegistration` sealed. */
  state: string;
  /** The parsed JSON body that the browser posted, not yet trusted in any way. */
  response: unknown;
  /** What the holder chose, for a key without a PIN of its own; not asked for with any other key. */
  pin?: string | null | undefined;
  browserToken: string;
  trace: RequestTrace;
};

export type FinishRegistrationOutcome =
  | { ok: true; attestation: 'attested' | 'unattested'; modelName: string | null }
  | { ok: false; reason: FinishRegistrationRefusal };

export type FinishRegistrationRefusal =
  | RegistrationRefusal
  | 'challenge_expired'
  | 'challenge_not_ours'
  | 'challenge_of_other_browser'
  | 'challenge_spent'
  | 'ticket_spent'
  | 'credential_known'
  /** It was issued as a dongle, which no browser can ask. */
  | 'dongle_expected'
  /** It was issued as a key without a PIN of its own, and has one. */
  | 'key_has_own_pin'
  | `pin_${PinFault}`;

/**
 * Finishes the registration of a key. Challenge, ticket and invitation are claimed in the transaction that stores
 * the credential, so a failed try spends none of them but the challenge, and of two answers one wins.
 * A credential that is already known is refused and both accounts are flagged (REG-16).
 * The holder of a key without a PIN of its own chooses one here, which the portal will check (PIN-08).
 */
export async function finishRegistration(
  services: AuthServices,
  request: FinishRegistration,
): Promise<FinishRegistrationOutcome> {
  const { db, relyingParty, sealingKeys } = services;
  const now = services.now();
  const opened = await openChallenge(request.state, {
    keys: sealingKeys,
    purpose: `registration:${request.ticket.ticketId}`,
    browserToken: request.browserToken,
    now,
  });
  if (!opened.ok) return refuse(services, request, opened.reason, null);
  if (isDongleKind(request.ticket.key.kind))
    return refuse(services, request, 'dongle_expected', opened.challenge);

  const audience: Audience = request.ticket.holder.kind === 'staff' ? 'staff' : 'customer';
  const { modelName } = request.ticket.key;
  const kind = ceremonyKindOf(request.ticket.key.kind, audience);
  const expected = { audience, kind, modelName, now };
  const policy = await findRegistrationPolicy(db, await services.policy(), expected);
  const verified = await verifyRegistration(
    {
      response: request.response,
      challenge: opened.challenge.value,
      origins: relyingParty.origins,
      rpId: relyingParty.rpId,
    },
    policy,
    now,
  );
  if (!verified.ok) return refuse(services, request, verified.reason, opened.challenge);
  const { registration } = verified;
  const pin = await prepareFirstPin(services, request, { kind, registration });
  if (!pin.ok) return refuse(services, request, pin.reason, opened.challenge);
  return store(services, request, { challenge: opened.challenge, registration, pin: pin.prepared, now });
}

type Proven = {
  challenge: Challenge;
  registration: VerifiedRegistration;
  /** Null for a key with a PIN of its own. */
  pin: PreparedPin | null;
  now: Date;
};

/** A key that says it has verified somebody would be asked for that at each sign-in, and the portal's PIN besides. */
async function prepareFirstPin(
  { peppers }: AuthServices,
  { ticket, pin }: FinishRegistration,
  { kind, registration }: { kind: CeremonyKind; registration: VerifiedRegistration },
): Promise<{ ok: true; prepared: PreparedPin | null } | { ok: false; reason: FinishRegistrationRefusal }> {
  if (kind === 'fido2') return { ok: true, prepared: null };
  if (registration.flags.userVerified) return { ok: false, reason: 'key_has_own_pin' };
  const prepared = await preparePin(peppers, { key: ticket.key, typed: pin ?? '' });
  return prepared.ok ? prepared : { ok: false, reason: `pin_${prepared.fault}` };
}

async function store(
  services: AuthServices,
  request: FinishRegistration,
  proven: Proven,
): Promise<FinishRegistrationOutcome> {
  const { db, audit } = services;
  const { ticket } = request;
  try {
    const outcome = await db.$transaction(async (tx): Promise<FinishRegistrationOutcome> => {
      if (!(await claimChallenge(tx, proven.challenge))) return { ok: false, reason: 'challenge_spent' };
      if (!(await claimTicket(tx, ticket, proven.now))) return { ok: false, reason: 'ticket_spent' };
      const stored = await storeCredential(tx, ticket.key, proven);
      if (proven.pin !== null) await storeFirstPin(tx, proven.pin, proven.now);
      await tellOfKey(tx, { keyId: ticket.key.id, news: { kind: 'key_registered' }, at: proven.now });
      await askOwnersAboutOthers(tx, audit, { key: ticket.key, now: proven.now });
      await audit.record(tx, {
        type: 'key_registered',
        result: 'ok',
        keyId: ticket.key.id,
        holderId: ticket.holder.id,
        accountId: ticket.key.accountId,
        reason: stored.attestation,
        trace: request.trace,
        at: proven.now,
      });
      return { ok: true, ...stored };
    });
    return outcome.ok ? outcome : await refuse(services, request, outcome.reason, null);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await flagBothKeys(services, request, proven);
    return refuse(services, request, 'credential_known', proven.challenge);
  }
}

async function storeCredential(
  tx: Tx,
  { id: keyId, modelName: receivedAs }: OpenTicket['key'],
  { registration, now }: Proven,
) {
  const { attestation: judged } = registration;
  const attestation = judged.verdict;
  const aaguid = judged.verdict === 'attested' ? judged.aaguid : judged.claimedAaguid;
  const modelName = await findModelName(tx, { registration, receivedAs });
  await tx.key.update({ where: { id: keyId }, data: { attestation, modelName }, select: { id: true } });
  await tx.credential.create({
    data: {
      keyId,
      credentialId: registration.credentialId,
      publicKey: registration.publicKey,
      signCount: BigInt(registration.signCount),
      signCountAt: now,
      aaguid,
      format: registration.format,
      isBackupEligible: registration.flags.backupEligible,
      isUserVerified: registration.flags.userVerified,
      transportsJson: JSON.stringify(registration.transports),
      createdAt: now,
      archive: {
        create: {
          attestationObject: registration.archive.attestationObject,
          clientDataJson: registration.archive.clientDataJSON,
          chainJson: JSON.stringify(
            registration.archive.chain.map((der) => Buffer.from(der).toString('base64')),
          ),
          verdict: attestation,
          metadataNumber: registration.archive.metadataNumber,
          verifierVersion: registration.archive.verifierVersion,
          createdAt: now,
        },
      },
    },
    select: { id: true },
  });
  return { attestation, modelName };
}

/**
 * The model that a key has proven, or else the one that it was received as, where nothing it says contradicts that. What a
 * credential merely claims is never shown as its model. A U2F certificate names none: its root was that of the model that
 * the key was received as.
 */
async function findModelName(
  tx: Tx,
  { registration, receivedAs }: { registration: VerifiedRegistration; receivedAs: string | null },
): Promise<string | null> {
  const { attestation: judged, format } = registration;
  if (judged.verdict === 'attested' && format !== 'fido-u2f') {
    const model = await tx.keyModel.findUnique({ where: { aaguid: judged.aaguid }, select: { name: true } });
    return model?.name ?? null;
  }
  const claimed = judged.verdict === 'attested' ? ZERO_AAGUID : judged.claimedAaguid;
  if (receivedAs === null || claimed === ZERO_AAGUID) return receivedAs; // it does not say what it is
  const known = await tx.keyModel.findMany({
    where: { OR: [{ aaguid: claimed }, { name: receivedAs }] },
    select: { aaguid: true, name: true },
  });
  const contradicts = known.some(({ aaguid, name }) => (aaguid === claimed) !== (name === receivedAs));
  return contradicts ? null : receivedAs;
}

/** One credential in two keys: somebody copied a key, or registers one twice. A person must look. */
async function flagBothKeys(
  services: AuthServices,
  { ticket, trace }: FinishRegistration,
  proven: Proven,
): Promise<void> {
  const { db, audit } = services;
  const known = await db.credential.findUnique({
    where: { credentialId: proven.registration.credentialId },
    select: { keyId: true, key: { select: { accountId: true } } },
  });
  const keys = [
    { keyId: ticket.key.id, accountId: ticket.key.accountId },
    ...(known === null ? [] : [{ keyId: known.keyId, accountId: known.key.accountId }]),
  ];
  await db.$transaction(async (tx) => {
    for (const key of keys)
      await raiseAlarm(tx, audit, { kind: 'duplicate_credential', ...key, trace, at: proven.now });
  });
}

/** A refused try is written down in a transaction of its own; the challenge, where it was ours, is spent with it. */
async function refuse(
  { db, audit, now }: AuthServices,
  { ticket, trace }: FinishRegistration,
  reason: FinishRegistrationRefusal,
  challenge: Challenge | null,
): Promise<{ ok: false; reason: FinishRegistrationRefusal }> {
  const event = {
    type: 'registration_refused',
    result: 'refused',
    reason,
    keyId: ticket.key.id,
    holderId: ticket.holder.id,
    accountId: ticket.key.accountId,
    trace,
    at: now(),
  } as const;
  await spendAndRecord(db, challenge, (tx) => audit.record(tx, event));
  return { ok: false, reason };
}
