/**
 * Challenges: minted without storing anything, sealed into a `state` that the page carries back, bound to the
 * browser that asked, to one purpose and to two minutes. Only spent ones are stored, so nobody can fill a table,
 * and a replay meets a unique key (AUT-04, AUT-05, AUT-11).
 */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isUniqueViolation } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { hashToken, isSameHash } from '../tokens/opaque-token.ts';
import { openSealed, seal } from '../tokens/sealed-box.ts';
import type { SealingKeys } from '../tokens/sealed-box.ts';

/**
 * What a challenge may be answered for. A registration and each step with a key-agent names its ticket, a sign-in by number
 * that number, a watch its session, a step-up the hash of its deed.
 */
export type ChallengePurpose =
  | 'sign-in'
  | 'dongle-sign-in'
  | `number-sign-in:${string}`
  | `registration:${string}`
  | `agent-enrolment:${string}`
  | `agent-comparison:${string}`
  | `dongle-registration:${string}`
  | `dongle-trial:${string}`
  | `dongle-computer:${string}`
  | `key-watch:${string}`
  | `step-up:${string}`;

export type Challenge = {
  value: Uint8Array;
  issuedAt: Date;
  expiresAt: Date;
  purpose: ChallengePurpose;
  /** What an earlier step of the same ceremony found; empty where there was none. Only we can read or change it. */
  facts: string;
};

export type ChallengeOutcome =
  | { ok: true; challenge: Challenge }
  | { ok: false; reason: 'challenge_expired' | 'challenge_not_ours' | 'challenge_of_other_browser' };

const CHALLENGE_BYTES = 32;
/** AUT-04: at most two minutes. Also the timeout that the browser is told. */
export const CHALLENGE_LIFETIME_SECONDS = 120;

const Claims = z.object({
  challenge: z.string(),
  browser: z.string(),
  issuedAtMs: z.string().regex(/^\d{1,15}$/),
  facts: z.string().default(''),
  exp: z.number(),
});

type Binding = { keys: SealingKeys; purpose: ChallengePurpose; browserToken: string; now: Date };

/**
 * Makes a challenge for one ceremony in one browser.
 * @param binding.browserToken the pre-session cookie; the answer must come with the same
 * @param binding.commitment put behind the random bytes, so that the key signs it along
 * @param binding.facts what the next step must know of this one
 * @see WebAuthn L3 #sctn-cryptographic-challenges
 */
export async function mintChallenge({
  keys,
  purpose,
  browserToken,
  commitment = new Uint8Array(),
  facts,
  now,
}: Binding & { commitment?: Uint8Array; facts?: string }): Promise<{ challenge: string; state: string }> {
  const challenge = Buffer.concat([randomBytes(CHALLENGE_BYTES), commitment]).toString('base64url');
  const state = await seal(
    {
      challenge,
      browser: hashToken(browserToken),
      issuedAtMs: String(now.getTime()),
      ...(facts !== undefined && { facts }),
    },
    { keys, purpose, now, lifetimeSeconds: CHALLENGE_LIFETIME_SECONDS },
  );
  return { challenge, state };
}

/** Opens the state that came back with an answer. It says nothing yet about whether the challenge was spent. */
export async function openChallenge(
  state: string,
  { keys, purpose, browserToken, now }: Binding,
): Promise<ChallengeOutcome> {
  const opened = await openSealed(state, { keys, purpose, now, schema: Claims });
  if (!opened.ok)
    return { ok: false, reason: opened.reason === 'expired' ? 'challenge_expired' : 'challenge_not_ours' };
  if (!isSameHash(opened.claims.browser, hashToken(browserToken))) {
    return { ok: false, reason: 'challenge_of_other_browser' };
  }
  return {
    ok: true,
    challenge: {
      value: new Uint8Array(Buffer.from(opened.claims.challenge, 'base64url')),
      issuedAt: new Date(Number(opened.claims.issuedAtMs)),
      expiresAt: new Date(opened.claims.exp * 1000),
      purpose,
      facts: opened.claims.facts,
    },
  };
}

/**
 * Takes a challenge out of use. One insert under a unique key, so of any number of racing answers one wins.
 * On PostgreSQL a false leaves the transaction unusable: the caller must end it.
 */
export async function claimChallenge(tx: Tx, challenge: Challenge): Promise<boolean> {
  try {
    await tx.spentChallenge.create({
      data: {
        challengeHash: createHash('sha256').update(challenge.value).digest('hex'),
        purpose: challenge.purpose.split(':')[0] ?? '',
        expiresAt: challenge.expiresAt,
      },
      select: { challengeHash: true },
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Takes a challenge out of use, whether it was spent before or not. */
export async function spendChallenge(db: Db, challenge: Challenge): Promise<void> {
  await takeChallenge(db, challenge);
}

/** Takes a challenge out of use before anything is decided. @returns false where it was spent before */
export async function takeChallenge(db: Db, challenge: Challenge): Promise<boolean> {
  return db.$transaction((tx) => claimChallenge(tx, challenge));
}

/**
 * Writes a refusal down and spends its challenge, whatever the result (AUT-04). A challenge that was spent before
 * changes nothing: the refusal is then written alone.
 */
export async function spendAndRecord(
  db: Db,
  challenge: Challenge | null,
  record: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const isWritten = await db.$transaction(async (tx) => {
    if (challenge !== null && !(await claimChallenge(tx, challenge))) return false;
    await record(tx);
    return true;
  });
  if (!isWritten) await db.$transaction(async (tx) => void (await record(tx)));
}

/** Forgets spent challenges that are too old to be answered anyway. @returns how many */
export async function purgeSpentChallenges(tx: Tx, now: Date): Promise<number> {
  const { count } = await tx.spentChallenge.deleteMany({ where: { expiresAt: { lt: now } } });
  return count;
}
