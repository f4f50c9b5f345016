import type { Db } from '#prisma/client.ts';
import { classesOf } from '../permissions/can.ts';
import { DATA_CLASSES } from '../permissions/data-classes.ts';
import type { DataClass } from '../permissions/data-classes.ts';
import type { Tier } from '../permissions/tiers.ts';
import type { Policy } from '../policy/policy.ts';
import { SESSION_TIMES, sessionState } from './session-lifetime.ts';
import { tierOfSession } from './session-tier.ts';
import type { ProofRow } from './session-tier.ts';
import { KEY_STANDING, MEMBERSHIP_STANDING, standingOf } from './standing.ts';
import type { StandingRows } from './standing.ts';

/** A browser that is signed in or locked, as a list of sessions tells of it (SES-06). */
export type OpenSession = {
  sessionId: string;
  key: { id: string; label: string };
  /** The account it works in; null for staff. */
  account: { id: string; name: string } | null;
  /** What it opens: the classes, and how much its key proves. */
  classes: readonly DataClass[];
  tier: Tier;
  /** It opens nothing now, and goes on with its own key. */
  isLocked: boolean;
  startedAt: Date;
  lastUsedAt: Date;
  /** The administrator's name of the network, or the shortened address. */
  place: string;
  browser: string;
};

export type FindOpenSessions = {
  /** Whose: of a person, or of one key. Whether the reader may know is settled before. */
  of: { holderId: string } | { keyId: string };
  policy: Policy;
  now: Date;
};

const SELECT = {
  id: true,
  ...SESSION_TIMES,
  accountId: true,
  authenticatedAt: true,
  place: true,
  browser: true,
  key: {
    select: {
      id: true,
      label: true,
      kind: true,
      attestation: true,
      ...KEY_STANDING,
    },
  },
  holder: {
    select: {
      id: true,
      kind: true,
      status: true,
      staffRole: true,
      memberships: {
        where: { status: 'active' },
        select: {
          ...MEMBERSHIP_STANDING,
          account: { select: { id: true, name: true, status: true, accountManagerId: true } },
        },
      },
    },
  },
} as const;

/** @returns sessions that a request could still use, or their key resume, the newest first */
export async function findOpenSessions(
  db: Db,
  { of, policy, now }: FindOpenSessions,
): Promise<OpenSession[]> {
  const rows = await db.session.findMany({
    where: { ...of, endedAt: null, expiresAt: { gt: now }, key: { status: 'active' } },
    orderBy: [{ authenticatedAt: 'desc' }, { id: 'desc' }],
    select: SELECT,
  });
  return rows.flatMap((row) => {
    const state = sessionState(row, policy, now);
    const reach = reachOf(row, policy);
    if (reach === null) return [];
    return [
      {
        sessionId: row.id,
        key: { id: row.key.id, label: row.key.label },
        ...reach,
        isLocked: state !== 'live',
        startedAt: row.authenticatedAt,
        lastUsedAt: row.lastSeenAt,
        place: row.place,
        browser: row.browser,
      },
    ];
  });
}

type ReachRow = {
  tier: number;
  agentProtection: string | null;
  accountId: string | null;
  key: StandingRows['key'] & ProofRow;
  holder: StandingRows['holder'] & {
    memberships: readonly (StandingRows['memberships'][number] & { account: { id: string; name: string } })[];
  };
};

/** Null when the session opens nothing any more, such as when its account is no longer one that its key opens. */
function reachOf(row: ReachRow, policy: Policy): Pick<OpenSession, 'account' | 'classes' | 'tier'> | null {
  const { key, holder, accountId } = row;
  const tier = tierOfSession(row, policy);
  const standing = standingOf({ key, holder, memberships: holder.memberships });
  if (!standing.ok) return null;
  if (standing.kind === 'staff') return { account: null, classes: DATA_CLASSES, tier };
  const opened = standing.accounts.find((account) => account.accountId === accountId);
  const membership = holder.memberships.find((member) => member.accountId === accountId);
  if (opened === undefined || membership === undefined) return null;
  const { id, name } = membership.account;
  return { account: { id, name }, classes: classesOf(opened.role, tier, policy.classesOfTier), tier };
}
