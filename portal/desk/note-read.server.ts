import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import type { RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { PortalServices } from '../portal-services.server.ts';

/** Notes that somebody of the staff read of a customer: their page, a key, a request, or a line of a report that is taken along; more of them than work needs raise an alarm (ADM-08). */
export async function noteRead(
  { db, audit, reads, now }: Pick<PortalServices, 'db' | 'audit' | 'reads' | 'now'>,
  { actor, accountId, trace }: { actor: StaffActor; accountId: string; trace: RequestTrace },
): Promise<void> {
  const at = now();
  if (!reads.note({ holderId: actor.holderId, accountId, at })) return;
  await db.$transaction((tx) => raiseAlarm(tx, audit, { kind: 'bulk_reads', keyId: actor.keyId, trace, at }));
}
