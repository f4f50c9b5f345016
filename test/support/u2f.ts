import type { Peppers } from '#auth/tokens/peppers.ts';
/** Keys without a PIN of their own, and the PIN that the portal checks for them. */
import { randomInt, X509Certificate } from 'node:crypto';
import { beginNumberAuthentication } from '#auth/ceremonies/begin-number-authentication.ts';
import { finishNumberAuthentication } from '#auth/ceremonies/finish-number-authentication.ts';
import { hashPin } from '#auth/pins/hash-pin.ts';
import { normalizePin } from '#auth/pins/pin.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';
import { register, invite, ORIGIN, TRACE } from './auth.ts';
import type { Invited, TestAuth } from './auth.ts';
import { createSoftAuthenticator } from './soft-authenticator.ts';
import type { Behaviour, SoftAuthenticator } from './soft-authenticator.ts';
import { createTestCa } from './test-ca.ts';
import type { TestCa } from './test-ca.ts';

export const PIN = 'gadfly47';
export const WRONG_PIN = 'gadfly48';

export type U2fKey = Invited & { authenticator: SoftAuthenticator; cardNumber: string };

/** The number that is printed on a key. */
export function aCardNumber(): string {
  return String(randomInt(10 ** 11, 10 ** 12));
}

/** A key as it was sold ten years ago: touch, no PIN, nothing stored in it. */
export function aU2fAuthenticator(testCa: TestCa = createTestCa()): SoftAuthenticator {
  return createSoftAuthenticator({
    origin: ORIGIN,
    attestation: 'fido-u2f',
    testCa,
    userVerified: false,
    userHandle: null,
    isDiscoverable: false,
  });
}

/** A buyer of a new account with a registered U2F key and a PIN that they chose. */
export async function enrolledWithPin(
  auth: TestAuth,
  {
    pin = PIN,
    cardNumber = aCardNumber(),
    authenticator = aU2fAuthenticator(),
  }: { pin?: string; cardNumber?: string; authenticator?: SoftAuthenticator } = {},
): Promise<U2fKey> {
  const invited = await invite(auth, { kind: 'u2f', cardNumber });
  const outcome = await register(auth, invited, (options) => authenticator.create(options), pin);
  if (!outcome.ok) throw new Error(outcome.reason);
  return { ...invited, authenticator, cardNumber };
}

type NumberSignIn = {
  pin?: string;
  number?: string;
  /** How the key's answer differs from an honest one. */
  unlike?: Partial<Behaviour>;
  /** What happens to the number between beginning and finish. */
  finishNumber?: string;
};

/** Begins a sign-in by number and has the key answer; what the page would then post. */
export async function beginByNumber(
  auth: TestAuth,
  { authenticator, cardNumber }: Pick<U2fKey, 'authenticator' | 'cardNumber'>,
  { pin = PIN, number = cardNumber, unlike, finishNumber = number }: NumberSignIn = {},
) {
  const browserToken = mintToken();
  const { options, state } = await beginNumberAuthentication(auth, { number, browserToken });
  // A dishonest browser lets any key answer, whatever it was told.
  const response = authenticator.get({ challenge: options.challenge, rpId: options.rpId }, unlike);
  return { state, response, pin, number: finishNumber, browserToken, previousToken: null, trace: TRACE };
}

/** The whole sign-in by number. */
export async function signInByNumber(
  auth: TestAuth,
  key: Pick<U2fKey, 'authenticator' | 'cardNumber'>,
  settings: NumberSignIn = {},
) {
  return finishNumberAuthentication(auth, await beginByNumber(auth, key, settings));
}

/** A PIN for a key that a builder made. */
export async function aServerPin(
  db: Db,
  {
    keyId,
    peppers,
    pin = PIN,
    ...rest
  }: {
    keyId: string;
    peppers: Peppers;
    pin?: string;
    mustChange?: boolean;
    failures?: number;
    blockedUntil?: Date;
    expiresAt?: Date;
  },
): Promise<void> {
  const hash = await hashPin(peppers, { keyId, pin: normalizePin(pin) });
  const row = { hash, mustChange: false, setAt: new Date(), ...rest };
  await db.serverPin.upsert({
    where: { keyId },
    create: { keyId, ...row },
    update: row,
    select: { keyId: true },
  });
}

/** Pins a maker's root for a model. */
export async function pinRoot(db: Db, { certificate }: TestCa, name: string): Promise<void> {
  await db.keyModel.create({
    data: {
      aaguid: crypto.randomUUID(),
      name,
      maker: 'Demo Fob Works',
      rootsPem: new X509Certificate(certificate).toString(),
      addedAt: new Date(),
    },
    select: { aaguid: true },
  });
}
