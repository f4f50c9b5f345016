import type { Db } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import { nameBulkLines } from '../keys/find-bulk-issue.ts';
import type { NamedBulkLine } from '../keys/find-bulk-issue.ts';
import { findListedKeys } from '../keys/mass-revoke.ts';
import type { ListedKey } from '../keys/mass-revoke.ts';
import { Policy } from '../policy/policy.ts';
import { isOvertaken } from './carry-out-for-staff.ts';
import { StaffProposalPayload, hashOfStaffProposal } from './staff-proposal.ts';
import type { StaffProposalKind } from './staff-proposal.ts';

const STATUSES = ['open', 'approved', 'declined', 'withdrawn', 'overtaken'] as const;
/** `expired`: nobody decided in time. */
export type StaffProposalStatus = (typeof STATUSES)[number] | 'expired';

/** A change that somebody of the staff has asked for, with the names that a person reads. */
export type ListedStaffProposal = {
  proposalId: string;
  payload: StaffProposalPayload;
  status: StaffProposalStatus;
  proposedById: string;
  proposedByName: string;
  proposedAt: Date;
  expiresAt: Date;
  /** When it happens by itself, where nobody else could confirm it. */
  effectiveAt: Date | null;
  /** Null: nobody decided, or nobody had to. */
  decidedByName: string | null;
  decidedAt: Date | null;
};

export type StaffProposal = ListedStaffProposal & {
  reason: string;
  /** What a key confirms. */
  seenHash: string;
  /** What it would change has changed since. */
  isOvertaken: boolean;
  /** The rules that a change of the rules was made for; null for other changes. */
  rulesBefore: Policy | null;
  /** The keys of a list that shall end, as they are now; null for other changes. */
  keys: ListedKey[] | null;
  /** Which keys shall go to whom; null for other changes. */
  issued: NamedBulkLine[] | null;
};

const SELECTED = {
  id: true,
  payloadJson: true,
  reason: true,
  status: true,
  proposedById: true,
  proposedAt: true,
  expiresAt: true,
  effectiveAt: true,
  decidedById: true,
  decidedAt: true,
} as const;

/** Decided ones that a page shows beside what waits. */
const DECIDED_SHOWN = 20;

/** What waits to be confirmed by staff, the oldest first, and what was decided lately, the newest first. */
export async function findStaffProposals(
  db: Db,
  { now }: { now: Date },
): Promise<{ open: ListedStaffProposal[]; closed: ListedStaffProposal[] }> {
  const isOpen = { status: 'open', expiresAt: { gt: now } };
  const open = await db.proposal.findMany({
    where: { approver: 'staff', ...isOpen },
    orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
    select: SELECTED,
  });
  const closed = await db.proposal.findMany({
    where: { approver: 'staff', NOT: isOpen },
    orderBy: [{ proposedAt: 'desc' }, { id: 'desc' }],
    take: DECIDED_SHOWN,
    select: SELECTED,
  });
  const names = await findNames(db, [...open, ...closed]);
  const list = (rows: readonly Row[]) => rows.map((row) => toListed(row, names, now));
  return { open: list(open), closed: list(closed) };
}

/** What waits of one kind; a form tells it before somebody asks for the same. */
export async function findOpenOfKind(
  db: Db,
  { kind, now }: { kind: StaffProposalKind; now: Date },
): Promise<{ proposalId: string; proposedAt: Date }[]> {
  const rows = await db.proposal.findMany({
    where: { approver: 'staff', kind, status: 'open', expiresAt: { gt: now } },
    orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, proposedAt: true },
  });
  return rows.map(({ id: proposalId, proposedAt }) => ({ proposalId, proposedAt }));
}

/** One of them, whatever became of it; null where there is none. */
export async function findStaffProposal(
  db: Db,
  { proposalId, now }: { proposalId: string; now: Date },
): Promise<StaffProposal | null> {
  const row = await db.proposal.findFirst({
    where: { id: proposalId, approver: 'staff' },
    select: SELECTED,
  });
  if (row === null) return null;
  const listed = toListed(row, await findNames(db, [row]), now);
  return {
    ...listed,
    reason: row.reason,
    seenHash: hashOfStaffProposal(row),
    isOvertaken: listed.status === 'open' && (await isOvertaken(db, listed.payload)),
    rulesBefore: await findRulesBefore(db, listed.payload),
    issued: listed.payload.kind === 'bulk_issue' ? await nameBulkLines(db, listed.payload) : null,
    keys: listed.payload.kind === 'mass_revoke' ? await findListedKeys(db, listed.payload.keyIds) : null,
  };
}

async function findRulesBefore(db: Db, payload: StaffProposalPayload): Promise<Policy | null> {
  if (payload.kind !== 'policy_change') return null;
  const { policyJson } = await db.policyVersion.findUniqueOrThrow({
    where: { version: payload.basedOn },
    select: { policyJson: true },
  });
  return Policy.parse(JSON.parse(policyJson));
}

type Row = {
  id: string;
  payloadJson: string;
  reason: string;
  status: string;
  proposedById: string;
  proposedAt: Date;
  expiresAt: Date;
  effectiveAt: Date | null;
  decidedById: string | null;
  decidedAt: Date | null;
};

function toListed(row: Row, names: ReadonlyMap<string, string>, now: Date): ListedStaffProposal {
  const { id, payloadJson, reason: _ofOne, status: _read, decidedById, ...rest } = row;
  return {
    ...rest,
    proposalId: id,
    payload: StaffProposalPayload.parse(JSON.parse(payloadJson)),
    status: statusOf(row, now),
    proposedByName: names.get(row.proposedById) ?? '',
    decidedByName: decidedById === null ? null : (names.get(decidedById) ?? null),
  };
}

/** An unknown status is one in which nothing can be decided. */
function statusOf({ status, expiresAt }: Row, now: Date): StaffProposalStatus {
  const known = STATUSES.find((one) => one === status) ?? 'expired';
  return known === 'open' && expiresAt <= now ? 'expired' : known;
}

async function findNames(db: Db, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const ids = rows.flatMap(({ proposedById, decidedById }) => [proposedById, decidedById ?? SYSTEM_ACTOR]);
  const people = await db.holder.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  return new Map(people.map(({ id, name }) => [id, name]));
}
