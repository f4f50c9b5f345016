/** An agent in a few lines, on the test's own clock, that also says what no honest agent would; and dongles to go with it. */
import { createHmac } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { AuthServices } from '#auth/auth-services.ts';
import { beginComputer } from '#auth/dongles/begin-computer.ts';
import { beginDongleRegistration } from '#auth/dongles/begin-registration.ts';
import { beginDongleSignIn } from '#auth/dongles/begin-sign-in.ts';
import { beginAgentEnrolment, compareAgent, finishAgentEnrolment } from '#auth/dongles/enrol-agent.ts';
import { finishComputer } from '#auth/dongles/finish-computer.ts';
import { finishDongleRegistration } from '#auth/dongles/finish-registration.ts';
import { finishDongleSignIn } from '#auth/dongles/finish-sign-in.ts';
import type { FinishDongleSignIn } from '#auth/dongles/finish-sign-in.ts';
import { secretNameOf } from '#auth/dongles/dongle-kind.ts';
import { takeHeartbeat } from '#auth/dongles/take-heartbeat.ts';
import { tryDongle } from '#auth/dongles/try-dongle.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { digestKeySet } from '#auth/wire/comparison-code.ts';
import { fobChallenge, padSlotChallenge, staticKey, staticProof } from '#auth/wire/fob-challenge.ts';
import { importSigningKey, toPublicJwk } from '#auth/wire/jwk.ts';
import type { PrivateJwk, SigningKey } from '#auth/wire/jwk.ts';
import { AgentRequest, MESSAGES } from '#auth/wire/messages.ts';
import type { FobProof, FobRegistration, Heartbeat, ProofKind } from '#auth/wire/messages.ts';
import { sealMessage } from '#auth/wire/sealed-message.ts';
import { messageTimes, signMessage } from '#auth/wire/signed-message.ts';
import { invite, openTicket, TRACE } from './auth.ts';
import type { Invited, TestAuth } from './auth.ts';
import { PIN } from './u2f.ts';
import { aPrivateJwk, token } from './wire.ts';

export type SoftDongle = {
  kind: ProofKind;
  serial: string;
  /** Of a static code the code itself. */
  secret: Uint8Array;
  needsTouch: boolean;
  /** How its slot takes a challenge. */
  padding?: 'cut' | 'whole';
};

export type SoftAgent = { jwk: PrivateJwk; signing: SigningKey };

export async function aSoftAgent(jwk: PrivateJwk = aPrivateJwk()): Promise<SoftAgent> {
  return { jwk, signing: await importSigningKey(jwk) };
}

let serials = 0;

/** Serials differ, since a portal takes each once. */
export function aYubikey(values: Partial<SoftDongle> = {}): SoftDongle {
  serials += 1;
  const secret = Buffer.from('303132333435363738393a3b3c3d3e3f40414243', 'hex');
  return { kind: 'hmac-sha1', serial: String(10_000_000 + serials), secret, needsTouch: true, ...values };
}

export function aCodeFob(values: Partial<SoftDongle> = {}): SoftDongle {
  serials += 1;
  const serial = `00c0ffee${String(serials).padStart(8, '0')}`;
  return { kind: 'static-code', serial, secret: Buffer.from('DEMO-CODE-2001'), needsTouch: false, ...values };
}

/** What an answer says beside the honest; anything at all. */
export type Unlike = {
  claims?: Record<string, unknown>;
  fob?: Record<string, unknown>;
  /** Another agent's name on the challenge that the dongle answers. */
  kid?: string;
  isSealed?: boolean;
};

export function readRequestOf(request: string): AgentRequest {
  return AgentRequest.parse(decodeJwt(request));
}

export async function answerProof(
  auth: TestAuth,
  agent: SoftAgent,
  { request, dongle, unlike = {} }: { request: string; dongle: SoftDongle; unlike?: Unlike },
): Promise<string> {
  const { nonce, origin, keys } = readRequestOf(request);
  const { serial, kind, needsTouch } = dongle;
  const challenge = fobChallenge({ nonce, origin, serial, kid: unlike.kid ?? agent.signing.kid });
  const claims = {
    ...common(auth, agent, request),
    fob: { ...fobOf(dongle), proof: toText(proofOf(dongle, challenge)), ...unlike.fob },
    isTouched: needsTouch,
    isConfirmed: !needsTouch,
    ...unlike.claims,
  } as FobProof; // dishonest ones may be anything
  const signed = await signMessage(MESSAGES.proof, claims, agent.signing);
  return (unlike.isSealed ?? kind === 'static-code') ? sealMessage(signed, keys.encryption) : signed;
}

async function answerRegistration(
  auth: TestAuth,
  agent: SoftAgent,
  { request, dongle, unlike = {} }: { request: string; dongle: SoftDongle; unlike?: Unlike },
): Promise<string> {
  const { keys } = readRequestOf(request);
  const key = dongle.kind === 'static-code' ? toText(staticKey(dongle.secret, dongle.serial)) : undefined;
  const claims = {
    ...common(auth, agent, request),
    fob: {
      ...fobOf(dongle),
      model: 'Demo Dongle',
      firmware: '5.4.3',
      needsTouch: dongle.needsTouch,
      ...(key !== undefined && { staticKey: key }),
      ...unlike.fob,
    },
    ...unlike.claims,
  } as FobRegistration; // dishonest ones may be anything
  const signed = await signMessage(MESSAGES.registration, claims, agent.signing);
  return (unlike.isSealed ?? true) ? sealMessage(signed, keys.encryption) : signed;
}

/** What an agent says that it watches. */
export async function answerWatch(
  auth: TestAuth,
  agent: SoftAgent,
  request: string,
  unlike: Unlike = {},
): Promise<string> {
  const claims = { ...common(auth, agent, request), pluggedKeys: 1, ...unlike.claims };
  return signMessage(MESSAGES.watch, claims, agent.signing);
}

export type Steps = { unlike?: { enrol?: Unlike; compare?: Unlike } };

/** The whole enrolment of an agent with the ticket of an invitation. */
export async function enrolAgent(auth: TestAuth, agent: SoftAgent, seat: Seat, { unlike = {} }: Steps = {}) {
  const step = { ...seat, portalName: 'Demo Tools', trace: TRACE };
  const begun = await beginAgentEnrolment(auth, step);
  const compared = await compareAgent(auth, {
    ...step,
    state: begun.state,
    message: await answerEnrolment(auth, agent, begun.request, unlike.enrol),
  });
  if (!compared.ok) return compared;
  const message = await answerComparison(auth, agent, compared.request, unlike.compare);
  const finish = { ...step, state: compared.state, message };
  return { ...(await finishAgentEnrolment(auth, finish)), finish };
}

export async function answerEnrolment(
  auth: TestAuth,
  agent: SoftAgent,
  request: string,
  unlike: Unlike = {},
) {
  const claims = { ...common(auth, agent, request), jwk: toPublicJwk(agent.jwk), ...unlike.claims };
  return signMessage(MESSAGES.enrolment, claims, agent.signing);
}

export async function answerComparison(
  auth: TestAuth,
  agent: SoftAgent,
  request: string,
  unlike: Unlike = {},
) {
  const { keys } = readRequestOf(request);
  const claims = { ...common(auth, agent, request), keysDigest: digestKeySet(keys), ...unlike.claims };
  return signMessage(MESSAGES.comparison, claims, agent.signing);
}

export type Seat = { ticket: Awaited<ReturnType<typeof openTicket>>; browserToken: string };

/** A browser with the ticket of a printed link. */
export async function aSeat(auth: TestAuth, invited: Invited): Promise<Seat> {
  const browserToken = mintToken();
  return { ticket: await openTicket(auth, invited, browserToken), browserToken };
}

export type RegisterUnlike = { named?: Unlike; proof?: Unlike };

/** Registers a dongle by an agent that is enrolled. */
export async function registerDongle(
  auth: TestAuth,
  { agent, dongle, seat, pin = PIN }: { agent: SoftAgent; dongle: SoftDongle; seat: Seat; pin?: string },
  unlike: RegisterUnlike = {},
) {
  const step = { ...seat, trace: TRACE };
  const begun = await beginDongleRegistration(auth, step);
  const named = await answerRegistration(auth, agent, {
    request: begun.request,
    dongle,
    ...(unlike.named && { unlike: unlike.named }),
  });
  const tried = await tryDongle(auth, { ...step, state: begun.state, message: named });
  if (!tried.ok) return tried;
  const message = await answerProof(auth, agent, {
    request: tried.request,
    dongle,
    ...(unlike.proof && { unlike: unlike.proof }),
  });
  return finishDongleRegistration(auth, { ...step, state: tried.state, message, pin, name: '' });
}

export type AddComputer = Pick<Registered, 'agent' | 'dongle'> & {
  seat: Seat;
  pin?: string;
  name?: string;
  unlike?: Unlike;
};

/** Lets a dongle prove itself by an agent that is enrolled, with a ticket for one more computer. */
export async function addComputer(
  auth: TestAuth,
  { agent, dongle, seat, pin = PIN, name = 'Warehouse', unlike }: AddComputer,
) {
  const step = { ...seat, trace: TRACE };
  const { request, state } = await beginComputer(auth, step);
  const message = await answerProof(auth, agent, { request, dongle, ...(unlike && { unlike }) });
  return finishComputer(auth, { ...step, state, message, pin, name });
}

/** A key that was issued as a dongle, with the secret that its manager wrote down. */
export async function inviteDongle(auth: AuthServices, dongle: SoftDongle): Promise<Invited> {
  const isCode = dongle.kind === 'static-code';
  const invited = await invite(auth, { kind: isCode ? 'static-code' : 'challenge-response' });
  if (!isCode) await writeSecret(auth, invited.keyId, dongle);
  return invited;
}

export async function writeSecret(
  auth: AuthServices,
  keyId: string,
  { kind, secret }: SoftDongle,
): Promise<void> {
  const secretSealed = auth.envelope.seal(secretNameOf(keyId), secret);
  const row = { proofKind: kind, secretSealed, secretSetAt: auth.now() };
  await auth.db.dongle.upsert({ where: { keyId }, create: { keyId, ...row }, update: row });
}

export type Registered = Invited & { agent: SoftAgent; dongle: SoftDongle; agentId: string };

/** A buyer of a new account with a registered dongle, its agent, and a PIN of their own. */
export async function enrolledDongle(
  auth: TestAuth,
  { dongle = aYubikey(), agent: given }: { dongle?: SoftDongle; agent?: SoftAgent } = {},
): Promise<Registered> {
  const agent = given ?? (await aSoftAgent());
  const invited = await inviteDongle(auth, dongle);
  const seat = await aSeat(auth, invited);
  const enrolled = await enrolAgent(auth, agent, seat);
  if (!enrolled.ok) throw new Error(enrolled.reason);
  const outcome = await registerDongle(auth, { agent, dongle, seat });
  if (!outcome.ok) throw new Error(outcome.reason);
  return { ...invited, agent, dongle, agentId: enrolled.agentId };
}

type SignIn = { unlike?: Unlike; pin?: string; browserToken?: string; previousToken?: string | null };

/** Begins a sign-in and has the dongle answer; what the page would then post. */
export async function beginWithDongle(
  auth: TestAuth,
  { agent, dongle }: Pick<Registered, 'agent' | 'dongle'>,
  { unlike, pin = PIN, browserToken = mintToken(), previousToken = null }: SignIn = {},
): Promise<FinishDongleSignIn & { txn: string }> {
  const { request, state, txn } = await beginDongleSignIn(auth, { browserToken, trace: TRACE });
  const message = await answerProof(auth, agent, { request, dongle, ...(unlike && { unlike }) });
  return { state, message, pin, browserToken, previousToken, trace: TRACE, txn };
}

export async function signInWithDongle(
  auth: TestAuth,
  key: Pick<Registered, 'agent' | 'dongle'>,
  how: SignIn = {},
) {
  const begun = await beginWithDongle(auth, key, how);
  return { ...(await finishDongleSignIn(auth, begun)), txn: begun.txn };
}

/** An agent's word about the key of a sign-in. */
export async function beat(
  auth: TestAuth,
  { signing }: SoftAgent,
  claims: Partial<Heartbeat> & { txn: string },
  trace = TRACE,
): Promise<Awaited<ReturnType<typeof takeHeartbeat>>> {
  const [aud = ''] = auth.relyingParty.origins;
  const full = {
    iss: signing.kid,
    aud,
    ...messageTimes(auth.now()),
    jti: token(16),
    sequence: 1,
    isPluggedIn: true,
  };
  const message = await signMessage(MESSAGES.heartbeat, { ...full, ...claims }, signing);
  return takeHeartbeat(auth, { message, trace });
}

function common(auth: TestAuth, { signing }: SoftAgent, request: string) {
  const { txn, nonce, origin } = readRequestOf(request);
  return {
    iss: signing.kid,
    aud: origin,
    ...messageTimes(auth.now()),
    jti: token(16),
    txn,
    nonce,
    origin,
    protection: 'file' as const,
    isPeerChecked: true,
    agentVersion: '1.0.0',
  };
}

function fobOf({ kind, serial }: SoftDongle) {
  return {
    kind,
    vendorId: 0x1050,
    productId: 0x0407,
    serial,
    ...(kind === 'hmac-sha1' && { slot: 2 as const }),
  };
}

function proofOf({ kind, secret, serial, padding = 'cut' }: SoftDongle, challenge: Uint8Array): Uint8Array {
  if (kind === 'static-code') return staticProof(staticKey(secret, serial), challenge);
  const hashed = padding === 'whole' ? padSlotChallenge(challenge) : challenge;
  return createHmac(kind === 'hmac-sha1' ? 'sha1' : 'sha256', secret)
    .update(hashed)
    .digest();
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
