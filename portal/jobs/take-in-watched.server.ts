/** Takes in what ERPs have put into the watched folders (connectors/file-drop/README.md). */
import { join } from 'node:path';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import { emptyOld } from '../connectors/file-drop/watch/empty-old.server.ts';
import { takeInDrops } from '../connectors/file-drop/watch/take-in-drops.server.ts';
import { INCOMING_FOLDER } from '../connectors/file-drop/watch/watched-place.ts';
import type { PortalServices } from '../portal-services.server.ts';

export async function takeInWatched(services: PortalServices): Promise<void> {
  const { env, log } = services;
  const folder = join(env.dataDir, INCOMING_FOLDER);
  const taken = await takeInDrops({ ...services, folder, acceptsDemoData: env.mode === 'demo' });
  for (const { source, drop, became, wouldRemove } of taken) {
    if (became === 'failed') log.warn({ source, drop }, 'a drop was not taken in; REASON.txt in it says why');
    else log.info({ source, drop, became }, 'a drop was taken in');
    if (wouldRemove) await alarm(services, source);
  }
}

/** What was taken in, or was not, long ago: it says what the ERP knew, in plain files. */
export async function emptyWatched({ env, now, log }: PortalServices): Promise<void> {
  const erased = await emptyOld({ folder: join(env.dataDir, INCOMING_FOLDER), now, log });
  if (erased > 0) log.info({ erased }, 'old drops were erased');
}

async function alarm({ db, audit, now }: PortalServices, name: string): Promise<void> {
  const source = await db.source.findUnique({ where: { name }, select: { id: true } });
  const kind = 'source_would_remove';
  await db.$transaction((tx) => raiseAlarm(tx, audit, { kind, detail: source?.id ?? '', at: now() }));
}
