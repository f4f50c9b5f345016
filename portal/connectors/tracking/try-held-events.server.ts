/**
 * Carriers are often faster than the ERP that tells us of the shipment: what is held is held against the shipments again
 * from time to time, for a month, and then forgotten.
 */
import type { Audit } from '#auth/audit/audit.ts';
import type { Db } from '#prisma/client.ts';
import { toTrackingStatus } from '#portal/shipments/shipment.ts';
import { lockReadModel } from '../engine/read-model-lock.server.ts';
import type { CarrierEvent } from './carrier-event.ts';
import { FIRST_PAUSE_MINUTES } from './hold-events.server.ts';
import { storeEvents } from './store-events.server.ts';

const HELD_DAYS = 30;
const AT_ONCE = 200;
const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MINUTES = 12 * 60;

type Deps = { db: Db; audit: Audit; now: () => Date; timeZone: () => Promise<string> };

/** Costs one indexed read when nothing is due. @returns how many found their shipment */
export async function tryHeldEvents({ db, audit, now, timeZone: findTimeZone }: Deps): Promise<number> {
  const at = now();
  const oldest = new Date(at.getTime() - HELD_DAYS * 24 * 60 * MINUTE_MS);
  await db.heldTrackingEvent.deleteMany({ where: { receivedAt: { lt: oldest } } });
  const due = await db.heldTrackingEvent.findMany({
    where: { dueAt: { lte: at } },
    orderBy: { dueAt: 'asc' },
    take: AT_ONCE,
  });
  const timeZone = due.length === 0 ? 'UTC' : await findTimeZone();
  let found = 0;
  for (const { id, tries, receivedAt, dueAt, reason: _reason, sourceId, toldAt, ...row } of due) {
    const event: CarrierEvent = { ...row, status: toTrackingStatus(row.status) };
    const isFound = await db.$transaction(async (tx) => {
      await lockReadModel(tx);
      const claim = await tx.heldTrackingEvent.deleteMany({ where: { id, dueAt } });
      if (claim.count === 0) return false;
      const told = { sourceId, events: [event], toldAt, isRepeated: false, now: at, timeZone };
      const { held, dropped } = await storeEvents(tx, audit, told);
      if (held > 0) {
        const next = { tries: tries + 1, receivedAt, dueAt: nextTry(at, tries) };
        await tx.heldTrackingEvent.updateMany({ where: { id }, data: next });
      }
      return held + dropped === 0;
    });
    if (isFound) found += 1;
  }
  return found;
}

function nextTry(at: Date, tries: number): Date {
  const minutes = Math.min(LONGEST_PAUSE_MINUTES, FIRST_PAUSE_MINUTES * 2 ** tries);
  return new Date(at.getTime() + minutes * MINUTE_MS);
}
