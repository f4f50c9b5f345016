/** What is due about carriers: those that are asked, events that found no shipment yet, messages that are too old to be replayed. */
import type { Logger } from 'pino';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import type { Tx } from '#prisma/client.ts';
import { pollCarriers } from '../connectors/tracking/poll-carrier.server.ts';
import type { PollDeps } from '../connectors/tracking/poll-carrier.server.ts';
import { tryHeldEvents } from '../connectors/tracking/try-held-events.server.ts';
import { REPLAY_WINDOW_SECONDS } from '../tracking/inbox-signature.ts';

/** A message may be signed for a time to come, by as much as clocks may differ. */
const REMEMBERED_MS = 3 * REPLAY_WINDOW_SECONDS * 1_000;

/** Safe in any number of processes: each source, parcel and event is claimed by one conditional write. */
export async function askCarriers(deps: PollDeps, log: Logger): Promise<void> {
  const { db, audit, now } = deps;
  const onRefused = (tx: Tx, { sourceId, at }: { sourceId: string; at: Date }) =>
    raiseAlarm(tx, audit, { kind: 'source_credentials', detail: sourceId, at });
  for await (const { sourceId, asked, news, fault } of pollCarriers({ ...deps, onRefused })) {
    if (fault === null) log.info({ sourceId, asked, news }, 'a carrier was asked');
    else log.warn({ sourceId, asked, news, fault: fault.code }, 'a carrier was asked, and not all went well');
  }
  const found = await tryHeldEvents(deps);
  if (found > 0) log.info({ found }, 'events of carriers found their shipments');
  const spentBefore = new Date(now().getTime() - REMEMBERED_MS);
  await db.trackingMessage.deleteMany({ where: { receivedAt: { lt: spentBefore } } });
}
