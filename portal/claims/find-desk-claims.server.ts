import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import { takesClaims } from '#portal/connectors/takes-claims.server.ts';
import type { Db, Prisma } from '#prisma/client.ts';
import { findHolderNames } from '../customers/find-holder-names.server.ts';
import { findElsewhere } from '../orders/find-elsewhere.server.ts';
import { isHeld, toEntryState } from '../requests/outbox-entry.ts';
import type { EntryState } from '../requests/outbox-entry.ts';
import { claimStateOf, toDecision, toWish } from './claim.ts';
import type { ClaimLine, ClaimState, Wish } from './claim.ts';
import { toLine } from './find-claims.server.ts';
import { NO_WAY } from './no-way.ts';

/** A claim as the customer's manager sees it. */
export type DeskClaim = {
  id: string;
  number: string;
  account: { id: string; name: string };
  sentAt: Date;
  sentBy: string;
  state: ClaimState;
  /** Sent with a key that works no longer, and nobody vouched for it. */
  isHeld: boolean;
};

export type DeskClaimDetail = DeskClaim & {
  /** Null: it is no longer this customer's, and nothing of it is shown. */
  order: { number: string } | null;
  shipment: { number: string } | null;
  wish: Wish | null;
  note: string;
  lines: ClaimLine[];
  keyLabel: string;
  way: { state: EntryState; number: string | null; fault: string; detail: string; mayBeThere: boolean };
  answer: string | null;
  decidedAt: Date | null;
  /** It can be let go on its way again. */
  canRelease: boolean;
};

const SHOWN = 100;

/** What the manager has to decide first, the oldest at the top; then what was decided lately. */
export async function findDeskClaims(
  db: Db,
  actor: StaffActor,
): Promise<{ waiting: DeskClaim[]; decided: DeskClaim[] }> {
  const account = accountsWithin(actor, 'claim:settle');
  const waiting = await db.claim.findMany({
    where: { account, decision: null },
    orderBy: [{ sentAt: 'asc' }, { id: 'asc' }],
    take: SHOWN,
    select: ROW,
  });
  const decided = await db.claim.findMany({
    where: { account, decision: { not: null } },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
    select: ROW,
  });
  const names = await findHolderNames(
    db,
    [...waiting, ...decided].map(({ sentById }) => sentById),
  );
  const show = (rows: readonly Row[]) => rows.map((row) => toDeskClaim(row, names));
  return { waiting: show(waiting), decided: show(decided) };
}

/** @returns null for a claim of a customer who is not theirs */
export async function findDeskClaim(
  db: Db,
  { actor, claimId }: { actor: StaffActor; claimId: string },
): Promise<DeskClaimDetail | null> {
  const row = await db.claim.findFirst({
    where: { id: claimId, account: accountsWithin(actor, 'claim:settle') },
    select: { ...ROW, ...REST, lines: { orderBy: { position: 'asc' } } },
  });
  if (row === null) return null;
  const shown = toDeskClaim(row, await findHolderNames(db, [row.sentById]));
  const { entry, lines, wish, note, answer, decidedAt, sourceId } = row;
  const order = await findOrder(db, row);
  const way = wayOf(entry);
  const canLeave = way.state === 'stuck' && (await takesClaims(db, sourceId));
  return {
    ...shown,
    order,
    shipment: order === null ? null : await findShipment(db, row),
    wish: toWish(wish),
    note,
    lines: order === null ? [] : lines.map(toLine),
    keyLabel: entry?.byKey.label ?? '',
    way,
    answer,
    decidedAt,
    canRelease: shown.state !== 'refused' && (shown.isHeld || canLeave),
  };
}

const ROW = {
  id: true,
  number: true,
  sentAt: true,
  sentById: true,
  decision: true,
  account: { select: { id: true, name: true } },
  entry: {
    select: {
      state: true,
      vouchedAt: true,
      triedAt: true,
      fault: true,
      faultDetail: true,
      number: true,
      byKey: { select: { status: true, lostAt: true, label: true } },
    },
  },
} as const satisfies Prisma.ClaimSelect;

const REST = {
  orderId: true,
  shipmentId: true,
  sourceId: true,
  wish: true,
  note: true,
  answer: true,
  decidedAt: true,
} as const satisfies Prisma.ClaimSelect;

type Row = Prisma.ClaimGetPayload<{ select: typeof ROW }>;
type Rest = Row & Prisma.ClaimGetPayload<{ select: typeof REST }>;

function toDeskClaim(row: Row, names: ReadonlyMap<string, string>): DeskClaim {
  const { id, number, account, sentAt, sentById, decision, entry } = row;
  const state = toEntryState(entry?.state ?? '');
  const isHeldBack = entry !== null && (state === 'waiting' || state === 'stuck') && isHeld(entry);
  return {
    id,
    number,
    account,
    sentAt,
    sentBy: names.get(sentById) ?? '',
    state: claimStateOf(toDecision(decision), state, isHeldBack),
    isHeld: isHeldBack,
  };
}

function wayOf(entry: Row['entry']): DeskClaimDetail['way'] {
  const state = toEntryState(entry?.state ?? '');
  const fault = entry?.fault ?? '';
  return {
    state,
    number: entry?.number ?? null,
    fault,
    detail: entry?.faultDetail ?? '',
    mayBeThere: (entry?.triedAt ?? null) !== null && state !== 'taken' && fault !== NO_WAY,
  };
}

/** Its number is the customer's business while the order is theirs. */
async function findOrder(db: Db, { orderId, account }: Rest): Promise<DeskClaimDetail['order']> {
  const accountId = account.id;
  if ((await findElsewhere(db, { accountId }, [orderId])).size > 0) return null;
  return db.order.findFirst({ where: { id: orderId, accountId }, select: { number: true } });
}

function findShipment(db: Db, { shipmentId, account }: Rest): Promise<DeskClaimDetail['shipment']> {
  if (shipmentId === null) return Promise.resolve(null);
  const where = { id: shipmentId, accountId: account.id, quarantinedAt: null };
  return db.shipment.findFirst({ where, select: { number: true } });
}
