import type { Db } from '#prisma/client.ts';
import { findAbsentManagers } from '../deputies/find-deputies.ts';
import { kindOf } from '../keys/key-kind.ts';
import type { KeyKind } from '../keys/key-kind.ts';
import type { Actor } from '../permissions/actor.ts';
import { classesOf } from '../permissions/can.ts';
import type { Policy } from '../policy/policy.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import {
  LAST_SEEN_STEP_MS,
  SESSION_TIMES,
  idleEndsAt,
  idleLimitSeconds,
  sessionState,
} from './session-lifetime.ts';
import type { LockedState } from './session-lifetime.ts';
import { attestationOf, tierOfSession } from './session-tier.ts';
import type { ProofRow } from './session-tier.ts';
import { KEY_STANDING, MEMBERSHIP_STANDING, standingOf } from './standing.ts';
import type { Standing, StandingRefusal } from './standing.ts';

/** A signed-in browser and what a page needs to say about it. */
export type LiveSession = {
  actor: Actor;
  holder: { name: string; language: string };
  key: { kind: KeyKind; attestation: 'attested' | 'unattested'; label: string; modelName: string | null };
  /** The PIN was given out by a manager: nothing is open until its holder has chosen another (PIN-08). */
  mustChangePin: boolean;
  /** An agent sees that the key is plugged in (SES-07). */
  isWatched: boolean;
  /** The account the session works in; null for staff. */
  account: { id: string; number: string; name: string } | null;
  /** All accounts that this key opens, to switch between. */
  accounts: readonly { id: string; number: string; name: string }[];
  idleEndsAt: Date;
  /** How long the session may rest at most, in seconds. */
  idleLimitSeconds: number;
  expiresAt: Date;
};

export type SessionOutcome =
  | { ok: true; session: LiveSession }
  | {
      ok: false;
      reason: 'none' | 'ended' | LockedState | StandingRefusal;
      endedReason: string | null;
    };

const SELECT = {
  id: true,
  keyId: true,
  holderId: true,
  accountId: true,
  ...SESSION_TIMES,
  endedReason: true,
  key: {
    select: {
      ...KEY_STANDING,
      label: true,
      modelName: true,
      kind: true,
      attestation: true,
    },
  },
  holder: {
    select: {
      id: true,
      kind: true,
      status: true,
      staffRole: true,
      name: true,
      language: true,
      memberships: {
        where: { status: 'active' },
        orderBy: { createdAt: 'asc' },
        select: {
          ...MEMBERSHIP_STANDING,
          account: { select: { status: true, accountManagerId: true, number: true, name: true } },
        },
      },
    },
  },
} as const;

/** A request names its session by the cookie's token; a stream, once open, by the id, since a step-up changes the token. */
export type WhichSession = { token: string } | { sessionId: string };

/**
 * A session judged afresh: times, key, holder, membership, account and policy. Whoever lost any of them is out at the
 * next request.
 * @param policy the rules in force now; a session never opens more than its key is worth under them
 */
export async function findSession(
  db: Db,
  { policy, now, ...which }: WhichSession & { policy: Policy; now: Date },
): Promise<SessionOutcome> {
  const where = 'token' in which ? { tokenHash: hashToken(which.token) } : { id: which.sessionId };
  const row = await db.session.findUnique({ where, select: SELECT });
  if (row === null) return { ok: false, reason: 'none', endedReason: null };
  const refuse = (reason: Exclude<SessionOutcome, { ok: true }>['reason']): SessionOutcome => ({
    ok: false,
    reason,
    endedReason: row.endedReason,
  });

  const state = sessionState(row, policy, now);
  if (state !== 'live') return refuse(state);
  const standing = standingOf({ key: row.key, holder: row.holder, memberships: row.holder.memberships });
  if (!standing.ok) return refuse(standing.reason);
  const deputyFor = await findDeputyFor(db, { standing, now });
  const actor = toActor(row, { standing, policy, deputyFor });
  if (actor === null) return refuse('no_membership');

  const opened = new Set(
    standing.kind === 'staff' ? [] : standing.accounts.map(({ accountId }) => accountId),
  );
  const accounts = row.holder.memberships
    .filter(({ accountId }) => opened.has(accountId))
    .map(({ accountId, account: { number, name } }) => ({ id: accountId, number, name }));
  return {
    ok: true,
    session: {
      actor,
      holder: { name: row.holder.name, language: row.holder.language },
      key: {
        label: row.key.label,
        modelName: row.key.modelName,
        kind: kindOf(row.key.kind),
        attestation: attestationOf(row.key.attestation),
      },
      mustChangePin: await mustChangePin(db, row),
      isWatched: row.watchId !== null,
      account: actor.kind === 'customer' ? (accounts.find(({ id }) => id === actor.accountId) ?? null) : null,
      accounts,
      idleEndsAt: idleEndsAt(row, policy),
      idleLimitSeconds: idleLimitSeconds(actor.tier, policy),
      expiresAt: row.expiresAt,
    },
  };
}

/** Asked only of keys without a PIN of their own: all others cost no statement. */
async function mustChangePin(
  db: Db,
  { keyId, key }: { keyId: string; key: { kind: string } },
): Promise<boolean> {
  if (key.kind === 'fido2') return false;
  const pin = await db.serverPin.findUnique({ where: { keyId }, select: { mustChange: true } });
  return pin === null || pin.mustChange;
}

/** Notes that the person used the portal, at most every few seconds. Background requests must not call this. */
export async function touchSession(
  db: Db,
  { sessionId, now }: { sessionId: string; now: Date },
): Promise<void> {
  await db.session.updateMany({
    where: {
      id: sessionId,
      endedAt: null,
      lockedAt: null,
      lastSeenAt: { lt: new Date(now.getTime() - LAST_SEEN_STEP_MS) },
    },
    data: { lastSeenAt: now },
  });
}

type SessionFacts = {
  id: string;
  keyId: string;
  holderId: string;
  accountId: string | null;
  tier: number;
  agentProtection: string | null;
  key: ProofRow;
};

/** Only managers look after accounts, so that nobody else costs a statement. */
async function findDeputyFor(
  db: Db,
  { standing, now }: { standing: Standing & { ok: true }; now: Date },
): Promise<string[]> {
  if (standing.kind !== 'staff' || standing.role !== 'account-manager') return [];
  return findAbsentManagers(db, { holderId: standing.holderId, now });
}

/** Null when the account that the session works in is no longer one of the person's. */
function toActor(
  row: SessionFacts,
  {
    standing,
    policy,
    deputyFor,
  }: { standing: Standing & { ok: true }; policy: Policy; deputyFor: readonly string[] },
): Actor | null {
  const tier = tierOfSession(row, policy);
  const signedIn = { sessionId: row.id, holderId: row.holderId, keyId: row.keyId, tier };
  if (standing.kind === 'staff') return { ...signedIn, kind: 'staff', role: standing.role, deputyFor };

  const membership = standing.accounts.find(({ accountId }) => accountId === row.accountId);
  if (membership === undefined) return null;
  return {
    ...signedIn,
    kind: 'customer',
    accountId: membership.accountId,
    role: membership.role,
    classes: classesOf(membership.role, tier, policy.classesOfTier),
  };
}
