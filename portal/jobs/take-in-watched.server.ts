/** Takes in what ERPs have put into the watched folders (connectors/file-drop/README.md). */
import { join } from 'node:path';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
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

async function alarm({ db, audit, now }: PortalServices, name: string): Promise<void> {
  const source = await db.source.findUnique({ where: { name }, select: { id: true } });
  const kind = 'source_would_remove';
  await db.$transaction((tx) => raiseAlarm(tx, audit, { kind, detail: source?.id ?? '', at: now() }));
}
