import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db } from '#prisma/client.ts';
import { findHolderNames } from '../customers/find-holder-names.server.ts';
import type { Money } from '../lib/money.ts';
import { HELD, isHeld, requestStateOf, toEntryState } from './outbox-entry.ts';
import type { RequestState } from './outbox-entry.ts';

/** A request as the customer's manager sees it. */
export type DeskRequest = {
  id: string;
  number: string;
  account: { id: string; name: string };
  sentAt: Date;
  sentBy: string;
  isSigned: boolean;
  total: Money | null;
  state: RequestState;
  /** Why it waits for a person: the key, or what the source said. */
  waitsFor: { why: 'key' } | { why: 'source'; fault: string; detail: string } | null;
  /** It may be in the ERP already; there it bears this number. */
  mayBeThere: boolean;
  canSettle: boolean;
};

export type DeskRequestDetail = DeskRequest & {
  customerReference: string;
  note: string;
  keyLabel: string;
  reason: string | null;
  erpNumber: string | null;
  lines: { id: string; sku: string; name: string; unit: string; quantity: string; netMinor: bigint | null }[];
};

const SHOWN = 100;

/** What waits for the manager first, then what their customers sent lately. */
export async function findDeskRequests(
  db: Db,
  actor: StaffActor,
): Promise<{ waiting: DeskRequest[]; recent: DeskRequest[] }> {
  const own = { sentAt: { not: null }, account: accountsWithin(actor, 'order-request:settle') };
  const forPerson = { OR: [{ state: 'stuck' }, { state: 'waiting', ...HELD }] };
  const find = (where: object) =>
    db.orderRequest.findMany({
      where: { ...own, ...where },
      orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
      take: SHOWN,
      select: ROW,
    });
  const [waiting, recent] = [await find({ entry: forPerson }), await find({ entry: { isNot: forPerson } })];
  const names = await findHolderNames(
    db,
    [...waiting, ...recent].map(({ sentById }) => sentById),
  );
  return {
    waiting: waiting.flatMap((row) => toDeskRequest(row, names) ?? []),
    recent: recent.flatMap((row) => toDeskRequest(row, names) ?? []),
  };
}

/** @returns null for a request of a customer who is not theirs, or that was never sent */
export async function findDeskRequest(
  db: Db,
  { actor, requestId }: { actor: StaffActor; requestId: string },
): Promise<DeskRequestDetail | null> {
  const row = await db.orderRequest.findFirst({
    where: { id: requestId, sentAt: { not: null }, account: accountsWithin(actor, 'order-request:settle') },
    select: { ...ROW, customerReference: true, note: true, lines: { orderBy: { position: 'asc' } } },
  });
  if (row === null) return null;
  const shown = toDeskRequest(row, await findHolderNames(db, [row.sentById]));
  if (shown === null) return null;
  const { customerReference, note, lines, entry } = row;
  return {
    ...shown,
    customerReference,
    note,
    keyLabel: entry?.byKey.label ?? '',
    reason: entry?.reason ?? null,
    erpNumber: entry?.number ?? null,
    lines: lines.map(({ id, sku, name, unit, quantity, netMinor }) => ({
      id,
      sku: sku ?? '',
      name: name ?? '',
      unit: unit ?? '',
      quantity,
      netMinor,
    })),
  };
}

const ROW = {
  id: true,
  number: true,
  sentAt: true,
  sentById: true,
  isSigned: true,
  currency: true,
  totalMinor: true,
  account: { select: { id: true, name: true } },
  entry: {
    select: {
      state: true,
      vouchedAt: true,
      triedAt: true,
      fault: true,
      faultDetail: true,
      reason: true,
      number: true,
      byKey: { select: { status: true, lostAt: true, label: true } },
    },
  },
} as const;

type Row = {
  id: string;
  number: string | null;
  sentAt: Date | null;
  sentById: string | null;
  isSigned: boolean;
  currency: string | null;
  totalMinor: bigint | null;
  account: { id: string; name: string };
  entry: {
    state: string;
    vouchedAt: Date | null;
    triedAt: Date | null;
    fault: string | null;
    faultDetail: string | null;
    byKey: { status: string; lostAt: Date | null };
  } | null;
};

function toDeskRequest(row: Row, names: ReadonlyMap<string, string>): DeskRequest | null {
  const { id, number, sentAt, sentById, isSigned, currency, totalMinor, account, entry } = row;
  if (number === null || sentAt === null || entry === null) return null;
  const state = toEntryState(entry.state);
  const isHeldBack = state === 'waiting' && isHeld(entry);
  return {
    id,
    number,
    account,
    sentAt,
    sentBy: names.get(sentById ?? '') ?? '',
    isSigned,
    total: currency === null || totalMinor === null ? null : { amountMinor: totalMinor, currency },
    state: requestStateOf(state, isHeldBack),
    waitsFor: waitsFor(state === 'stuck', isHeldBack, entry),
    mayBeThere: entry.triedAt !== null && state !== 'taken',
    canSettle: state === 'stuck' || isHeldBack,
  };
}

function waitsFor(
  isStuck: boolean,
  isHeldBack: boolean,
  { fault, faultDetail }: { fault: string | null; faultDetail: string | null },
): DeskRequest['waitsFor'] {
  if (isHeldBack) return { why: 'key' };
  return isStuck ? { why: 'source', fault: fault ?? '', detail: faultDetail ?? '' } : null;
}
