/** The ceremonies on a test database, with a clock that the test moves, and keys in software. */
import { randomBytes } from 'node:crypto';
import { createAudit } from '#auth/audit/audit.ts';
import { createLimiter } from '#auth/limits/limiter.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import { beginAuthentication } from '#auth/ceremonies/begin-authentication.ts';
import { beginRegistration } from '#auth/ceremonies/begin-registration.ts';
import type { RegistrationOptions } from '#auth/ceremonies/begin-registration.ts';
import { finishAuthentication } from '#auth/ceremonies/finish-authentication.ts';
import { finishRegistration } from '#auth/ceremonies/finish-registration.ts';
import { createInvitation, requireCode } from '#auth/invitations/create-invitation.ts';
import type { PrintedInvitation } from '#auth/invitations/create-invitation.ts';
import { findOpenTicket } from '#auth/invitations/find-ticket.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { createPinLimits } from '#auth/pins/pin-limits.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import type { KeyKind } from '#auth/keys/key-kind.ts';
import type { Policy } from '#auth/policy/policy.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { createEnvelope } from '#auth/tokens/envelope.ts';
import { peppersOf } from '#auth/tokens/peppers.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey, aMembership, aStaffHolder, anAccount } from './builders.ts';
import { createSoftAuthenticator } from './soft-authenticator.ts';
import type { CreationOptions, RegistrationJson, SoftAuthenticator } from './soft-authenticator.ts';

export const ORIGIN = 'https://portal.example';
export const TRACE: RequestTrace = { ip: '192.0.2.7', userAgentHash: 'ab'.repeat(32), browser: 'Test' };
const NOON = new Date('2026-11-22T12:00:00.000Z');

export type TestAuth = AuthServices & {
  /** Moves the clock on. */
  pass: (seconds: number) => void;
};

export function openTestAuth(db: Db, policy: Policy = DEMO_POLICY): TestAuth {
  const clock = { at: NOON.getTime() };
  const now = () => new Date(clock.at);
  return {
    db,
    audit: createAudit({ keys: [new Uint8Array(randomBytes(32))] }),
    relyingParty: { rpId: 'portal.example', rpName: 'Demo', origins: [ORIGIN] },
    sealingKeys: [new Uint8Array(randomBytes(32))],
    peppers: peppersOf([new Uint8Array(randomBytes(32))]),
    envelope: createEnvelope([new Uint8Array(randomBytes(32))]),
    limits: createLimiter({ key: new Uint8Array(randomBytes(32)), now }),
    pinLimits: createPinLimits(db, now),
    policy: () => Promise.resolve(policy),
    now,
    pass: (seconds) => {
      clock.at += seconds * 1000;
    },
  };
}

export type Invited = {
  invitation: PrintedInvitation;
  keyId: string;
  holderId: string;
  accountId: string | null;
};

type InviteSettings = {
  isStaff?: boolean;
  kind?: KeyKind;
  cardNumber?: string | null;
  /** What it was received as. */
  modelName?: string | null;
};

/** A key that waits for its holder, with its printed link: a buyer of a new account, or somebody of the staff. */
export async function invite(
  auth: AuthServices,
  { isStaff = false, kind = 'fido2', cardNumber = null, modelName = null }: InviteSettings = {},
): Promise<Invited> {
  const { db } = auth;
  const accountId = isStaff ? null : (await anAccount(db)).id;
  const holder = isStaff ? await aStaffHolder(db, 'administrator') : await aHolder(db);
  if (accountId !== null) await aMembership(db, { holderId: holder.id, accountId, role: 'buyer' });
  const key = await aKey(db, {
    holderId: holder.id,
    accountId,
    status: 'assigned',
    kind,
    cardNumber,
    modelName,
  });
  const created = await db.$transaction((tx) =>
    createInvitation(tx, {
      keyId: key.id,
      createdById: null,
      days: 14,
      peppers: auth.peppers,
      audit: auth.audit,
      about: { holderId: holder.id, accountId, actorId: null },
      now: auth.now(),
    }),
  );
  return { invitation: requireCode(created), keyId: key.id, holderId: holder.id, accountId };
}

/** Link and code to a ticket, in one browser. */
export async function openTicket(auth: TestAuth, { invitation }: Invited, browserToken: string) {
  const opened = await openInvitation(auth, { ...invitation, browserToken, trace: TRACE });
  if (!opened.ok) throw new Error(opened.reason);
  const ticket = await findOpenTicket(auth.db, { ticket: opened.ticket, browserToken, now: auth.now() });
  if (ticket === null) throw new Error('no open ticket');
  return ticket;
}

/** The whole registration. `answer` makes the browser's answer from the options; default: an honest key. */
export async function register(
  auth: TestAuth,
  invited: Invited,
  answer: (options: CreationOptions) => RegistrationJson,
  pin?: string,
) {
  const browserToken = mintToken();
  const ticket = await openTicket(auth, invited, browserToken);
  const { options, state } = await beginRegistration(auth, { ticket, browserToken });
  const response = answer(toCreationOptions(options));
  return finishRegistration(auth, { ticket, state, response, pin, browserToken, trace: TRACE });
}

/** A person with a registered key, ready to sign in. */
export async function enrolled(
  auth: TestAuth,
  { isStaff = false }: { isStaff?: boolean } = {},
): Promise<Invited & { authenticator: SoftAuthenticator }> {
  const authenticator = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
  const invited = await invite(auth, { isStaff });
  const outcome = await register(auth, invited, (options) => authenticator.create(options));
  if (!outcome.ok) throw new Error(outcome.reason);
  return { ...invited, authenticator };
}

type SignInSettings = {
  /** How the answer differs from an honest one. */
  unlike?: Parameters<SoftAuthenticator['get']>[1];
  beginIn?: string;
  finishIn?: string;
  /** The browser's address. */
  ip?: string;
};

/** The whole sign-in, in one browser unless told otherwise. */
export async function signInWith(
  auth: TestAuth,
  authenticator: SoftAuthenticator,
  { unlike, beginIn = mintToken(), finishIn = beginIn, ip = TRACE.ip }: SignInSettings = {},
) {
  const { options, state } = await beginAuthentication(auth, beginIn);
  const response = authenticator.get(options, unlike);
  return finishAuthentication(auth, {
    state,
    response,
    browserToken: finishIn,
    previousToken: null,
    trace: { ...TRACE, ip },
  });
}

export function toCreationOptions(options: RegistrationOptions): CreationOptions {
  return options as unknown as CreationOptions; // the authenticator reads four members of what the browser gets
}

/** Reasons and types of what the log says, newest last. */
export async function auditTypes(db: Db): Promise<string[]> {
  const events = await db.auditEvent.findMany({
    orderBy: { seq: 'asc' },
    select: { type: true, reason: true },
  });
  return events.map(({ type, reason }) => (reason === null ? type : `${type}: ${reason}`));
}
