/** Which shipments a carrier is asked for, and when. What is delivered or old is asked no more, so that history costs nothing. */
import { joinSql } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { addDays, onFromInstant } from '#portal/lib/dates.ts';
import { carrierKey } from '#portal/shipments/carrier.ts';
import { ASKED_DAYS, hoursBetweenQuestions } from '#portal/shipments/tracking-freshness.ts';

const ENROLLED_AT_ONCE = 500;
const HOUR_MS = 3_600_000;

/** @returns null for one that is asked no more */
function nextQuestionAt(shippedOn: string, { now, todayOn }: { now: Date; todayOn: string }): Date | null {
  const hours = hoursBetweenQuestions(shippedOn, todayOn);
  return hours === null ? null : new Date(now.getTime() + hours * HOUR_MS);
}

export type Asker = { sourceId: string; carriers: readonly string[]; now: Date; timeZone: string };

/** Puts shipments on the list that have left with the carrier and that nobody asks for under their number. */
export async function enrolShipments(db: Db, { sourceId, carriers, now, timeZone }: Asker): Promise<void> {
  const sinceOn = addDays(onFromInstant(now, timeZone), -ASKED_DAYS);
  const names = await findNames(db, { carriers, sinceOn });
  if (names.length === 0) return;
  const rows = await db.$queryRaw<{ id: string; trackingNumber: string; shippedOn: string }[]>`
    SELECT shipment."id", shipment."trackingNumber", shipment."shippedOn"
    FROM "Shipment" shipment
    LEFT JOIN "TrackedShipment" tracked ON tracked."shipmentId" = shipment."id"
      AND tracked."number" = shipment."trackingNumber" AND tracked."shippedOn" = shipment."shippedOn"
    LEFT JOIN "TrackingSource" asking ON asking."sourceId" = tracked."sourceId"
      AND asking."closedAt" IS NULL AND asking."address" IS NOT NULL
      AND (asking."stoppedBy" IS NULL OR tracked."asOf" IS NOT NULL)
    WHERE shipment."status" = 'shipped' AND shipment."shippedOn" >= ${sinceOn}
      AND shipment."carrier" IN (${joinSql(names)}) AND shipment."trackingNumber" IS NOT NULL
      AND shipment."deletedAt" IS NULL AND shipment."quarantinedAt" IS NULL
      AND asking."sourceId" IS NULL
    ORDER BY shipment."shippedOn" DESC
    LIMIT ${ENROLLED_AT_ONCE}`;
  for (const { id: shipmentId, trackingNumber: number, shippedOn } of rows) {
    const tracked = { sourceId, number, shippedOn, asOf: null, expectedOn: null, dueAt: now };
    await db.trackedShipment.upsert({
      where: { shipmentId },
      update: tracked,
      create: { shipmentId, ...tracked },
      select: { shipmentId: true },
    });
  }
}

/** How the ERPs write the carrier's name these days. */
async function findNames(
  db: Db,
  { carriers, sinceOn }: { carriers: readonly string[]; sinceOn: string },
): Promise<string[]> {
  const keys = new Set(carriers.map(carrierKey));
  const rows = await db.$queryRaw<{ carrier: string }[]>`
    SELECT DISTINCT "carrier" FROM "Shipment"
    WHERE "status" = 'shipped' AND "shippedOn" >= ${sinceOn} AND "carrier" IS NOT NULL AND "deletedAt" IS NULL`;
  return rows.map(({ carrier }) => carrier).filter((carrier) => keys.has(carrierKey(carrier)));
}

export type DueShipment = { shipmentId: string; number: string; shippedOn: string };

/**
 * Those whose time has come, each given to one caller only, whatever the number of processes: the time is moved on by one
 * conditional write before the carrier is asked. One that has arrived meanwhile, or is not there any more, leaves the list.
 */
export async function* claimDueShipments(
  db: Db,
  { sourceId, most, now, timeZone }: { sourceId: string; most: number; now: Date; timeZone: string },
): AsyncGenerator<DueShipment> {
  const todayOn = onFromInstant(now, timeZone);
  const due = await db.trackedShipment.findMany({
    where: { sourceId, dueAt: { lte: now } },
    orderBy: { dueAt: 'asc' },
    take: most,
    select: { shipmentId: true, number: true, shippedOn: true, dueAt: true },
  });
  for (const { dueAt, ...shipment } of due) {
    const { shipmentId, number, shippedOn } = shipment;
    const isOpen = await isUnderWay(db, { shipmentId, number });
    const next = isOpen ? nextQuestionAt(shippedOn, { now, todayOn }) : null;
    const claim = await db.trackedShipment.updateMany({
      where: { shipmentId, dueAt },
      data: { dueAt: next },
    });
    if (claim.count > 0 && isOpen) yield shipment;
  }
}

async function isUnderWay(
  db: Db,
  { shipmentId, number }: { shipmentId: string; number: string },
): Promise<boolean> {
  const open = { status: 'shipped', trackingNumber: number, deletedAt: null, quarantinedAt: null };
  return (await db.shipment.count({ where: { id: shipmentId, ...open } })) > 0;
}

/**
 * Of several accounts with one carrier the one asks that knows the number, and nobody can tell which one that is: an
 * account that does not know it gives the parcel to the next. Once one has told something, the parcel stays with it. After
 * the last account the first one's turn comes with the next usual question.
 */
export async function handOn(
  db: Db,
  { shipmentId, sourceId, carriers, now }: Omit<Asker, 'timeZone'> & { shipmentId: string },
): Promise<void> {
  const open = await db.trackingSource.findMany({
    where: { address: { not: null }, closedAt: null, stoppedBy: null, sourceId: { not: sourceId } },
    select: { sourceId: true, carriers: true },
  });
  const keys = new Set(carriers.map(carrierKey));
  const others = open
    .filter((other) => other.carriers.split('\n').some((name) => keys.has(carrierKey(name))))
    .map((other) => other.sourceId)
    .toSorted();
  const [first] = others;
  if (first === undefined) return;
  const next = others.find((other) => other > sourceId);
  await db.trackedShipment.updateMany({
    where: { shipmentId, sourceId, asOf: null },
    data: next === undefined ? { sourceId: first } : { sourceId: next, dueAt: now },
  });
}

/** What the carrier said of the shipment as a whole. */
export async function noteReport(
  tx: Tx,
  { shipmentId, number, asOf, expectedOn, isOver }: NotedReport,
): Promise<void> {
  await tx.trackedShipment.updateMany({
    where: { shipmentId, number },
    data: { asOf, expectedOn, ...(isOver ? { dueAt: null } : {}) },
  });
}

type NotedReport = {
  shipmentId: string;
  /** As it was asked for: the ERP may have given the shipment another one meanwhile. */
  number: string;
  asOf: Date;
  expectedOn: string | null;
  isOver: boolean;
};

/** A carrier's hint is worth one question, and no more than one within this time. */
const HINT_PAUSE_MS = 60_000;

/**
 * Something happened to a parcel: it is asked for at the next turn, also when it was thought to be over.
 * @returns whether there is such a parcel on the list
 */
export async function makeDue(
  db: Db,
  { sourceId, number, now }: { sourceId: string; number: string; now: Date },
): Promise<boolean> {
  const pausedSince = new Date(now.getTime() - HINT_PAUSE_MS);
  const { count } = await db.trackedShipment.updateMany({
    where: { sourceId, number, OR: [{ asOf: null }, { asOf: { lt: pausedSince } }] },
    data: { dueAt: now },
  });
  return count > 0;
}
