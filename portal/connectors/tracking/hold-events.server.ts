/** Events that belong to no shipment for sure: kept aside, shown to nobody, counted for the administrator. */
import type { Tx } from '#prisma/client.ts';
import type { WhyHeld } from './belonging.ts';
import { eventIdOf } from './carrier-event.ts';
import type { CarrierEvent } from './carrier-event.ts';

type HeldEvent = { event: CarrierEvent; reason: WhyHeld };

/** A program that sends rubbish under a good signature fills no more than this. */
const HELD_MAX = 5_000;
const MINUTE_MS = 60_000;
export const FIRST_PAUSE_MINUTES = 5;

/** @returns how many are held now of those given, and how many there was no room for */
export async function holdEvents(
  tx: Tx,
  request: { sourceId: string; held: readonly HeldEvent[]; toldAt: Date; now: Date },
): Promise<{ held: number; dropped: number }> {
  const { sourceId, held, toldAt, now } = request;
  if (held.length === 0) return { held: 0, dropped: 0 };
  const room = HELD_MAX - (await tx.heldTrackingEvent.count({ where: { sourceId } }));
  const kept = held.slice(0, Math.max(0, room));
  for (const { event, reason } of kept) {
    const told = { ...event, sourceId, reason, toldAt };
    const id = eventIdOf(event, sourceId);
    if ((await tx.heldTrackingEvent.count({ where: { id, toldAt: { gt: toldAt } } })) > 0) continue;
    const dueAt = new Date(now.getTime() + FIRST_PAUSE_MINUTES * MINUTE_MS);
    await tx.heldTrackingEvent.upsert({
      where: { id },
      update: { ...told },
      create: { id, ...told, receivedAt: now, dueAt },
      select: { id: true },
    });
  }
  return { held: kept.length, dropped: held.length - kept.length };
}
