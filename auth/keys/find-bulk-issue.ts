import type { Db, Prisma, Tx } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { StaffProposalPayload } from '../proposals/staff-proposal.ts';
import type { BulkIssue } from '../proposals/staff-proposal.ts';
import { keysWithin } from './key-reach.ts';
import { isKeyStatus, isWaiting } from './key.ts';
import type { KeyStatus } from './key.ts';

/** `expired`: nobody decided in time. */
export type BulkStatus = 'open' | 'approved' | 'declined' | 'withdrawn' | 'overtaken' | 'expired';

export type ListedBulkIssue = { proposalId: string; status: BulkStatus; count: number; proposedAt: Date };

/** A line of such a list with the names that a person reads. */
export type NamedBulkLine = {
  serial: string;
  accountName: string;
  holderName: string;
  orderNumber: string | null;
  /** Once it is issued; null before. */
  key: { keyId: string; label: string; status: KeyStatus } | null;
};

export type BulkIssueDetails = ListedBulkIssue & {
  reason: string;
  lines: NamedBulkLine[];
  /** Keys for which links can be made now. */
  waiting: number;
};

const SHOWN = 20;
const STATUSES = ['open', 'approved', 'declined', 'withdrawn', 'overtaken'] as const;
const SELECT = {
  id: true,
  status: true,
  payloadJson: true,
  proposedAt: true,
  expiresAt: true,
  reason: true,
} as const;

/** What a manager, or somebody for whom they stand in, has asked for lately, the newest first. */
export async function findBulkIssues(
  db: Db,
  { actor, now }: { actor: StaffActor; now: Date },
): Promise<ListedBulkIssue[]> {
  const rows = await db.proposal.findMany({
    where: { approver: 'staff', kind: 'bulk_issue', ...askedBy(actor) },
    orderBy: [{ proposedAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
    select: SELECT,
  });
  return rows.flatMap((row) => {
    const payload = payloadOf(row);
    return payload === null ? [] : [toListed(row, payload, now)];
  });
}

/** One of them; null for anybody else's. */
export async function findBulkIssue(
  db: Db,
  { proposalId, actor, now }: { proposalId: string; actor: StaffActor; now: Date },
): Promise<BulkIssueDetails | null> {
  const row = await db.proposal.findFirst({
    where: { id: proposalId, approver: 'staff', kind: 'bulk_issue', ...askedBy(actor) },
    select: SELECT,
  });
  const payload = row === null ? null : payloadOf(row);
  if (row === null || payload === null) return null;
  const lines = await nameBulkLines(db, payload);
  const isConfirmed = row.status === 'approved';
  return {
    ...toListed(row, payload, now),
    reason: row.reason,
    lines: isConfirmed ? lines : lines.map((line) => ({ ...line, key: null })),
    waiting: isConfirmed ? (await findWaitingKeys(db, { payload, actor })).length : 0,
  };
}

/** The keys of a confirmed list that wait for their holder, within the actor's reach. */
export async function findWaitingKeys(
  db: Db | Tx,
  { payload, actor }: { payload: BulkIssue; actor: StaffActor },
) {
  const keys = await db.key.findMany({
    where: {
      AND: [{ liveSerial: { in: payload.lines.map(({ serial }) => serial) } }, keysWithin(actor, 'issue')],
      account: { status: 'active' },
      holder: { status: 'active' },
    },
    orderBy: { id: 'asc' },
    select: { id: true, liveSerial: true, status: true, accountId: true, holderId: true },
  });
  return keys.filter(({ status, liveSerial, accountId, holderId }) =>
    isWaiting(status)
      ? payload.lines.some(
          (line) => line.serial === liveSerial && line.accountId === accountId && line.holderId === holderId,
        )
      : false,
  );
}

/** The names behind the ids of a list, in its order. */
export async function nameBulkLines(db: Db, { lines }: Pick<BulkIssue, 'lines'>): Promise<NamedBulkLine[]> {
  const idsOf = (name: 'accountId' | 'holderId' | 'orderId') => lines.flatMap((line) => line[name] ?? []);
  const named = { id: true, name: true } as const;
  const accounts = await db.customerAccount.findMany({
    where: { id: { in: idsOf('accountId') } },
    select: named,
  });
  const holders = await db.holder.findMany({ where: { id: { in: idsOf('holderId') } }, select: named });
  const orders = await db.order.findMany({
    where: { id: { in: idsOf('orderId') }, accountId: { in: idsOf('accountId') } },
    select: { id: true, number: true },
  });
  const keys = await db.key.findMany({
    where: { serial: { in: lines.map(({ serial }) => serial) }, accountId: { in: idsOf('accountId') } },
    orderBy: { id: 'desc' },
    select: { id: true, label: true, status: true, serial: true, accountId: true, holderId: true },
  });
  return lines.map(({ serial, accountId, holderId, orderId }) => {
    const key = keys.find(
      (one) => one.serial === serial && one.accountId === accountId && one.holderId === holderId,
    );
    return {
      serial,
      accountName: accounts.find(({ id }) => id === accountId)?.name ?? '',
      holderName: holders.find(({ id }) => id === holderId)?.name ?? '',
      orderNumber: orders.find(({ id }) => id === orderId)?.number ?? null,
      key:
        key !== undefined && isKeyStatus(key.status)
          ? { keyId: key.id, label: key.label, status: key.status }
          : null,
    };
  });
}

/** Whoever asked, and whoever stands in for them today. */
export function askedBy({ holderId, deputyFor }: StaffActor): Prisma.ProposalWhereInput {
  return { proposedById: { in: [holderId, ...deputyFor] } };
}

function payloadOf({ payloadJson }: { payloadJson: string }): BulkIssue | null {
  const payload = StaffProposalPayload.parse(JSON.parse(payloadJson));
  return payload.kind === 'bulk_issue' ? payload : null;
}

type Row = { id: string; status: string; proposedAt: Date; expiresAt: Date };

function toListed(
  { id, status, proposedAt, expiresAt }: Row,
  { lines }: BulkIssue,
  now: Date,
): ListedBulkIssue {
  const known = STATUSES.find((one) => one === status) ?? 'expired';
  const state = known === 'open' && expiresAt <= now ? 'expired' : known;
  return { proposalId: id, status: state, count: lines.length, proposedAt };
}
