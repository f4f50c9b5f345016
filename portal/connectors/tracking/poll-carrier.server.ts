/**
 * One turn of asking a carrier: a question a parcel, one after the other, with pauses. A fault of one answer leaves the
 * other parcels alone; a fault of the carrier ends the turn. A wrong password is tried once, and then a person must mend it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { currentEvent } from '#portal/shipments/shipment.ts';
import type { TrackingStatus } from '#portal/shipments/shipment.ts';
import type { Tx } from '#prisma/client.ts';
import type { AskingDeps } from '../connection/ask-source.server.ts';
import { lockReadModel } from '../engine/read-model-lock.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import type { AskedCarrier } from './carrier-report.ts';
import { trackingOwner } from './credential-owner.ts';
import { openCdek } from './cdek/open-cdek.server.ts';
import { storeEvents } from './store-events.server.ts';
import { claimDueShipments, enrolShipments, handOn, noteReport } from './tracked-shipments.server.ts';
import type { DueShipment } from './tracked-shipments.server.ts';

export type PollDeps = AskingDeps & {
  timeZone: () => Promise<string>;
  sleep?: (ms: number) => Promise<void>;
};

type TurnDeps = PollDeps & {
  /** In the transaction that stops a source whose carrier refused its account. */
  onRefused: (tx: Tx, refused: { sourceId: string; at: Date }) => Promise<void>;
};

export type PollOutcome = {
  sourceId: string;
  asked: number;
  /** New events, or changed ones. */
  news: number;
  fault: { code: SourceFaultCode; detail: string } | null;
};

const MINUTE_MS = 60_000;
/** Longer than a turn can last; a process that dies leaves the carrier alone for so long. */
const TURN_MS = 10 * MINUTE_MS;
const LONGEST_REST_MS = 6 * 60 * MINUTE_MS;
const PARCELS_PER_TURN = 60;
const PAUSE_MS = 300;
/** So many answers in a row that can't be read are no matter of one parcel. */
const UNREADABLE_MAX = 3;
/** The end of a way; only a later event would say otherwise. */
const OVER: readonly TrackingStatus[] = ['delivered', 'returned', 'cancelled'];
/** Faults that say nothing of the next parcel. */
const OF_ONE_PARCEL: readonly SourceFaultCode[] = [
  'not_understood',
  'ignored',
  'refused',
  'not_found',
  'too_large',
];

/** Asks each carrier whose turn it is; whoever moves its time on has the turn. */
export async function* pollCarriers(deps: TurnDeps): AsyncGenerator<PollOutcome> {
  const now = deps.now();
  const due = await deps.db.trackingSource.findMany({
    where: { dueAt: { lte: now }, stoppedBy: null, closedAt: null, address: { not: null } },
    orderBy: { sourceId: 'asc' },
    select: { sourceId: true, dueAt: true, address: true, credentialsSealed: true, carriers: true },
  });
  for (const { address, dueAt, carriers, ...source } of due) {
    const credentials = openCredentials(deps, { ...source, address });
    const held = new Date(now.getTime() + TURN_MS);
    const claim = await deps.db.trackingSource.updateMany({
      where: { sourceId: source.sourceId, dueAt, stoppedBy: null, closedAt: null },
      data: { dueAt: held },
    });
    if (claim.count === 0) continue;
    const { sourceId } = source;
    if (address === null || credentials === null) {
      yield await noteUnopened(deps, sourceId);
      continue;
    }
    const options = { address: new URL(address), credentials, breaker: deps.breakerOf(sourceId) };
    const carrier = openCdek({ ...deps, ...options });
    try {
      yield await takeTurn(deps, carrier, { sourceId, carriers: carriers.split('\n') });
    } finally {
      carrier.close();
    }
  }
}

type Sealed = { sourceId: string; address: string | null; credentialsSealed: string | null };

export function openCredentials(
  { box }: Pick<AskingDeps, 'box'>,
  { sourceId, address, credentialsSealed }: Sealed,
) {
  if (address === null || credentialsSealed === null) return null;
  return box.open(trackingOwner(sourceId, address), credentialsSealed);
}

type Turn = { sourceId: string; carriers: readonly string[] };

async function takeTurn(
  deps: TurnDeps,
  carrier: AskedCarrier,
  { sourceId, carriers }: Turn,
): Promise<PollOutcome> {
  const { db, now, sleep = pause } = deps;
  const timeZone = await deps.timeZone();
  await enrolShipments(db, { sourceId, carriers, now: now(), timeZone });
  const outcome: PollOutcome = { sourceId, asked: 0, news: 0, fault: null };
  let unreadable = 0;
  let restMs = MINUTE_MS;
  const endsAt = now().getTime() + TURN_MS / 2;
  for await (const shipment of claimDueShipments(db, {
    sourceId,
    most: PARCELS_PER_TURN,
    now: now(),
    timeZone,
  })) {
    if (outcome.asked > 0) await sleep(PAUSE_MS);
    if (now().getTime() > endsAt) {
      await askSoon(deps, shipment);
      break;
    }
    outcome.asked += 1;
    try {
      outcome.news += await askFor(deps, carrier, { sourceId, carriers, shipment, timeZone });
      unreadable = 0;
      outcome.fault = null;
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      outcome.fault = { code: error.code, detail: error.message };
      unreadable += 1;
      if (OF_ONE_PARCEL.includes(error.code) && unreadable < UNREADABLE_MAX) continue;
      await askSoon(deps, shipment);
      restMs = Math.min(LONGEST_REST_MS, Math.max(restMs, error.retryAfterMs ?? 0));
      break;
    }
  }
  await noteTurn(deps, outcome, restMs);
  return outcome;
}

async function askFor(
  { db, audit, now }: PollDeps,
  carrier: AskedCarrier,
  { sourceId, carriers, shipment, timeZone }: Turn & { shipment: DueShipment; timeZone: string },
): Promise<number> {
  const { shipmentId, number } = shipment;
  const report = await carrier.report(number);
  const at = now();
  if (report === 'unknown_number') {
    await handOn(db, { shipmentId, sourceId, carriers, now: at });
    return 0;
  }
  return db.$transaction(async (tx) => {
    await lockReadModel(tx);
    if (!(await isOpen(tx, sourceId))) return 0;
    const told = { sourceId, events: report.events, toldAt: at, isRepeated: true, now: at, timeZone };
    const { changed, ofShipments } = await storeEvents(tx, audit, told);
    const current = currentEvent(ofShipments.get(shipmentId) ?? []);
    const isOver = current !== null && OVER.includes(current.status);
    await noteReport(tx, { shipmentId, number, asOf: at, expectedOn: report.expectedOn, isOver });
    return changed;
  });
}

/** Whether it may still tell anything; asked under the lock that closing it takes. */
export async function isOpen(tx: Tx, sourceId: string): Promise<boolean> {
  return (await tx.trackingSource.count({ where: { sourceId, closedAt: null } })) > 0;
}

/** It was not its fault that it got no answer. */
async function askSoon({ db, now }: PollDeps, { shipmentId }: DueShipment): Promise<void> {
  await db.trackedShipment.updateMany({ where: { shipmentId }, data: { dueAt: now() } });
}

async function noteTurn(
  { db, audit, now, onRefused }: TurnDeps,
  { sourceId, asked, fault }: PollOutcome,
  restMs: number,
): Promise<void> {
  const at = now();
  const isRefused = fault?.code === 'credentials';
  const went = asked === 0 ? {} : fault === null ? wentWell(at) : failed(fault, at);
  await db.$transaction(async (tx) => {
    await tx.trackingSource.updateMany({
      where: { sourceId },
      data: {
        ...went,
        dueAt: new Date(at.getTime() + restMs),
        ...(isRefused ? { stoppedBy: 'credentials' } : {}),
      },
    });
    if (!isRefused) return;
    await audit.record(tx, {
      type: 'import_refused',
      result: 'refused',
      actorId: SYSTEM_ACTOR,
      reason: 'credentials',
      details: { sourceId },
      at,
    });
    await onRefused(tx, { sourceId, at });
  });
}

/** The server lost the key under which the carrier's are sealed, or has not been given it yet. */
async function noteUnopened({ db, now }: PollDeps, sourceId: string): Promise<PollOutcome> {
  const fault = {
    code: 'credentials',
    detail: 'the stored account and password cannot be opened: enter them anew',
  } as const;
  await db.trackingSource.updateMany({ where: { sourceId }, data: failed(fault, now()) });
  return { sourceId, asked: 0, news: 0, fault };
}

export function wentWell(at: Date) {
  return { reachedAt: at, fault: null, faultDetail: null, faultAt: null };
}

function failed({ code, detail }: { code: string; detail: string }, at: Date) {
  return { fault: code, faultDetail: detail, faultAt: at };
}
