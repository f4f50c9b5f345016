import { lockUntilTransactionEnds } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AlarmKind } from '../alarms/raise-alarm.ts';
import type { AuthServices } from '../auth-services.ts';
import { findMetadata } from './find-metadata.ts';
import { METADATA_LOCK, isMetadataKept } from './import-metadata.ts';
import { isStale } from './staleness.ts';

type Services = Pick<AuthServices, 'db' | 'audit' | 'policy' | 'now'>;

/**
 * Tells an administrator, once for each BLOB, that a newer one was due, or that part of it has gone missing. Neither
 * ends a check: stale metadata goes on being used, and without its models no attested key is registered (REG-09).
 * Where none was ever imported there is nothing to watch.
 * @param folder where BLOB and root are kept
 */
export async function watchMetadata(services: Services, folder: string): Promise<void> {
  const { db, policy, now } = services;
  const current = await findMetadata(db);
  if (current === null) return;
  const { staleAfterDays } = (await policy()).metadata;
  if (isStale(current.nextUpdateOn, staleAfterDays, now()))
    await raiseOnce(services, 'metadata_stale', current.number);
  if (!current.isWhole || !(await isMetadataKept(db, folder)))
    await raiseOnce(services, 'metadata_lost', current.number);
}

/** Also when it was settled: whoever looked knows. The next BLOB has a number of its own. */
async function raiseOnce({ db, audit, now }: Services, kind: AlarmKind, number: number): Promise<void> {
  const detail = String(number);
  await db.$transaction(async (tx) => {
    await lockUntilTransactionEnds(tx, METADATA_LOCK);
    const raised = await tx.alarm.findFirst({ where: { kind, detail }, select: { id: true } });
    if (raised === null)
      await raiseAlarm(tx, audit, { kind, keyId: null, accountId: null, detail, at: now() });
  });
}
