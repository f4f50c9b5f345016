/**
 * Takes a message of the inbox. Goal: only who has the source's secret tells anything; a message counts once, however
 * often it comes; what it tells of carriers that are not the source's is left out.
 */
import type { RequestTrace } from '#auth/auth-services.ts';
import { isOpen, lockReadModel, storeEvents, wentWell } from '#portal/connectors/carrier-events.server.ts';
import type { Tx } from '#prisma/client.ts';
import { isAllowedFrom } from '../exchange/exchange-access.server.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { carrierKey } from '../shipments/carrier.ts';
import { parseInboxMessage } from './inbox-message.ts';
import type { ReportedEvent } from './inbox-message.ts';
import { isSignedWith, messageDigest, readTimestamp } from './inbox-signature.ts';
import type { SignedMessage } from './inbox-signature.ts';
import { findInbox } from './tracking-sources.server.ts';
import type { Inbox } from './tracking-sources.server.ts';

export type TakeMessage = { sourceId: string; message: SignedMessage; trace: RequestTrace };

export type TakenMessage =
  | { ok: true; taken: number; held: number; refused: number }
  /** Nobody is told which of them it was: source, secret, time or place. */
  | { ok: false; reason: 'not_signed' }
  | { ok: false; reason: 'malformed'; detail: string }
  | { ok: false; reason: 'repeated' };

/** No secret that anybody has: a message for no source is checked like one for a source. */
const NOBODYS_SECRET = 'nobody';

export async function takeMessage(
  services: PortalServices,
  { sourceId, message, trace }: TakeMessage,
): Promise<TakenMessage> {
  const at = services.now();
  const inbox = await findInbox({ ...services, now: () => at }, sourceId);
  const isSigned = isSignedWith(message, inbox?.secrets ?? [NOBODYS_SECRET]);
  const toldAt = readTimestamp(message.timestamp, at);
  const isLetIn = inbox !== null && isAllowedFrom(inbox.networks, trace.ip);
  if (!isSigned || toldAt === null || !isLetIn) return { ok: false, reason: 'not_signed' };

  const parsed = parseInboxMessage(message.body);
  if (!parsed.ok) return { ok: false, reason: 'malformed', detail: parsed.detail };
  const events = ofCarriers(inbox, parsed.events);
  const refused = parsed.events.length - events.length;
  const { timeZone } = await services.company.find();
  const digest = messageDigest(sourceId, message);
  return services.db.$transaction(async (tx) => {
    await lockReadModel(tx);
    if (!(await isOpen(tx, sourceId))) return { ok: false, reason: 'not_signed' };
    if (!(await claimMessage(tx, digest, at))) return { ok: false, reason: 'repeated' };
    const told = { sourceId, events, toldAt, isRepeated: false, now: at, timeZone };
    const { ofShipments, held, dropped } = await storeEvents(tx, services.audit, told);
    await noteTold(tx, { sourceId, at, shipmentIds: [...ofShipments.keys()] });
    return { ok: true, taken: events.length - held - dropped, held, refused: refused + dropped };
  });
}

function ofCarriers({ carriers }: Inbox, events: readonly ReportedEvent[]): ReportedEvent[] {
  const own = new Set(carriers.map(carrierKey));
  return events.filter(({ carrier }) => own.has(carrierKey(carrier)));
}

/** One insert under a unique key: of any number of requests at once one has the message. */
async function claimMessage(tx: Tx, digest: string, at: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO "TrackingMessage" ("digest", "receivedAt") VALUES (${digest}, ${at})
    ON CONFLICT ("digest") DO NOTHING`;
  return count > 0;
}

/** Nobody asks for these parcels: what was told of them is as old as the last message. */
async function noteTold(
  tx: Tx,
  { sourceId, at, shipmentIds }: { sourceId: string; at: Date; shipmentIds: readonly string[] },
): Promise<void> {
  await tx.trackingSource.updateMany({ where: { sourceId }, data: wentWell(at) });
  const shipments = await tx.shipment.findMany({
    where: { id: { in: [...shipmentIds] } },
    select: { id: true, trackingNumber: true, shippedOn: true },
  });
  for (const { id: shipmentId, trackingNumber: number, shippedOn } of shipments) {
    if (number === null || shippedOn === null) continue;
    const told = { number, shippedOn, asOf: at };
    // Under another number it is another parcel: what was known of that one, and who is asked for it, ends.
    await tx.trackedShipment.updateMany({
      where: { shipmentId, OR: [{ number: { not: number } }, { shippedOn: { not: shippedOn } }] },
      data: { ...told, sourceId, expectedOn: null, dueAt: null },
    });
    await tx.trackedShipment.upsert({
      where: { shipmentId },
      update: { asOf: at },
      create: { shipmentId, sourceId, ...told },
      select: { shipmentId: true },
    });
  }
}
