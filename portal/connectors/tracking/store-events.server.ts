/**
 * Takes what a carrier reported into the read model. Goal: an event is shown on the shipment that it is about and on no
 * other; told twice it is stored once; what was told earlier never replaces what was told later. An event of which that
 * can't be said is held, shown to nobody and counted.
 */
import type { Audit } from '#auth/audit/audit.ts';
import type { Tx } from '#prisma/client.ts';
import { applyBatch } from '../engine/apply-batch.server.ts';
import { BATCH_ROWS, batchesOf } from '../engine/batches.ts';
import { lockReadModel } from '../engine/read-model-lock.server.ts';
import { parseEntity } from '../port.ts';
import type { EntityOf } from '../port.ts';
import { rowHashOf, rowIdOf } from '../row-id.ts';
import type { RowIds } from '../row-id.ts';
import { belongingOf } from './belonging.ts';
import type { Candidate, WhyHeld } from './belonging.ts';
import { eventIdOf } from './carrier-event.ts';
import type { CarrierEvent } from './carrier-event.ts';
import { holdEvents } from './hold-events.server.ts';

export type ToldEvents = {
  sourceId: string;
  events: readonly CarrierEvent[];
  /** When the carrier said all this: of two that tell the same event, the later one counts. */
  toldAt: Date;
  /** A carrier that is asked repeats all it ever said; what it says in the same words is left as it is. */
  isRepeated: boolean;
  now: Date;
  /** IANA name; shipments have days. */
  timeZone: string;
};

export type StoredEvents = {
  /** New, or told in other words than before. */
  changed: number;
  held: number;
  /** Beyond what is held for one source. */
  dropped: number;
  /** The events that belong to each of the shipments that were spoken of. */
  ofShipments: Map<string, CarrierEvent[]>;
};

const KIND = 'tracking-event' as const;
/** References are ids of rows already: a shipment is a row of the ERP, whose event a carrier tells. */
const ROW_IDS: RowIds = { of: (_kind, id) => id, maybe: (_kind, id) => id };

export async function storeEvents(tx: Tx, audit: Audit, told: ToldEvents): Promise<StoredEvents> {
  await lockReadModel(tx);
  const { sourceId, now } = told;
  const { ofShipments, held } = await sortEvents(tx, told);
  const entities = [...ofShipments].flatMap(([shipmentId, events]) =>
    withoutTwins(events.map((event) => toEntity(event, shipmentId, told.toldAt))),
  );
  const news = told.isRepeated ? await withoutRepeated(tx, sourceId, entities) : entities;
  const counts = { added: 0, changed: 0 };
  for (const batch of batchesOf(news)) {
    const written = await applyBatch(tx, audit, { sourceId, kind: KIND, entities: batch, now, ids: ROW_IDS });
    counts.added += written.added;
    counts.changed += written.changed;
  }
  // Who says it again with the next question is not remembered meanwhile.
  const holding = await holdEvents(tx, { ...told, held: told.isRepeated ? [] : held });
  const changed = counts.added + counts.changed;
  if (changed > 0) await noteNews(tx, { sourceId, now, added: counts.added });
  return { changed, ...holding, ofShipments };
}

/** Not all were read, so that one that seems to be the only one may not be. */
const TOO_MANY = { ok: false, reason: 'ambiguous' } as const;

type Candidates = Map<string, Candidate[] | 'too_many'>;
type Held = { event: CarrierEvent; reason: WhyHeld };

async function sortEvents(
  tx: Tx,
  { events, timeZone, now }: ToldEvents,
): Promise<{ ofShipments: Map<string, CarrierEvent[]>; held: Held[] }> {
  const candidates = await findCandidates(tx, events);
  const ofShipments = new Map<string, CarrierEvent[]>();
  const held: Held[] = [];
  for (const event of events) {
    const known = candidates.get(event.trackingNumber) ?? [];
    const belonging = known === 'too_many' ? TOO_MANY : belongingOf(event, known, { timeZone, now });
    if (!belonging.ok) {
      held.push({ event, reason: belonging.reason });
      continue;
    }
    for (const id of belonging.shipmentIds) ofShipments.set(id, [...(ofShipments.get(id) ?? []), event]);
  }
  return { ofShipments, held };
}

/** By number, whoever's they are: that two customers have one number is what must be noticed. */
async function findCandidates(tx: Tx, events: readonly CarrierEvent[]): Promise<Candidates> {
  const numbers = [...new Set(events.map(({ trackingNumber }) => trackingNumber))];
  const byNumber: Candidates = new Map();
  for (const batch of batchesOf(numbers)) {
    const rows = await tx.shipment.findMany({
      where: { trackingNumber: { in: batch }, deletedAt: null, shippedOn: { not: null } },
      orderBy: { shippedOn: 'desc' },
      take: BATCH_ROWS,
      select: {
        id: true,
        counterpartyId: true,
        carrier: true,
        trackingNumber: true,
        shippedOn: true,
        deliveredOn: true,
      },
    });
    if (rows.length === BATCH_ROWS) {
      for (const number of batch) byNumber.set(number, 'too_many');
      continue;
    }
    for (const { trackingNumber, ...row } of rows) {
      const known = byNumber.get(trackingNumber ?? '');
      if (trackingNumber === null || known === 'too_many') continue;
      byNumber.set(trackingNumber, [...(known ?? []), row]);
    }
  }
  return byNumber;
}

function toEntity(event: CarrierEvent, shipmentId: string, toldAt: Date): EntityOf<typeof KIND> {
  const row = {
    ...event,
    externalId: eventIdOf(event, shipmentId),
    shipmentRef: shipmentId,
    modifiedAt: toldAt,
  };
  const parsed = parseEntity(KIND, row, { file: '', line: null });
  if (!parsed.ok) throw new Error(`an event was not checked before: ${JSON.stringify(parsed.problems)}`);
  return parsed.entity;
}

/** Of an event that one message tells twice, the later telling. */
function withoutTwins(entities: EntityOf<typeof KIND>[]): EntityOf<typeof KIND>[] {
  return [...new Map(entities.map((entity) => [entity.externalId, entity])).values()];
}

/** Said before, but for the time of saying it. */
async function withoutRepeated(
  tx: Tx,
  sourceId: string,
  entities: readonly EntityOf<typeof KIND>[],
): Promise<EntityOf<typeof KIND>[]> {
  const named = entities.map((entity) => ({ entity, id: rowIdOf(sourceId, KIND, entity.externalId) }));
  const news: EntityOf<typeof KIND>[] = [];
  for (const batch of batchesOf(named)) {
    const rows = await tx.trackingEvent.findMany({
      where: { id: { in: batch.map(({ id }) => id) }, deletedAt: null },
      select: { id: true, rowHash: true, sourceModifiedAt: true },
    });
    const stored = new Map(rows.map((row) => [row.id, row]));
    for (const { entity, id } of batch) {
      const before = stored.get(id);
      const repeated = { ...entity, modifiedAt: before?.sourceModifiedAt ?? null };
      if (before === undefined || rowHashOf(repeated) !== before.rowHash) news.push(entity);
    }
  }
  return news;
}

/** The rows are counted as they come: a count of all would cost more every year. */
async function noteNews(
  tx: Tx,
  { sourceId, now, added }: { sourceId: string; now: Date; added: number },
): Promise<void> {
  await tx.trackingSource.updateMany({ where: { sourceId }, data: { lastEventAt: now } });
  await tx.sourceState.upsert({
    where: { sourceId_kind: { sourceId, kind: KIND } },
    update: { asOf: now, rowCount: { increment: added } },
    create: { sourceId, kind: KIND, asOf: now, rowCount: added },
    select: { kind: true },
  });
}
