import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';

export type SettleAlarm = {
  alarmId: string;
  /** What was found, in the words of whoever looked. */
  finding: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type SettleAlarmOutcome =
  | { ok: true }
  /** Settled by somebody else meanwhile, or not there. */
  | { ok: false; reason: 'not_open' };

/** Takes an alarm off the administrator's page. It changes nothing about the key. */
export async function settleAlarm(
  { db, audit, now }: AuthServices,
  { alarmId, finding, actor, trace }: SettleAlarm,
): Promise<SettleAlarmOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const { count } = await tx.alarm.updateMany({
      where: { id: alarmId, settledAt: null },
      data: { settledAt: at, settledById: actor.holderId, openKey: null },
    });
    if (count === 0) return { ok: false, reason: 'not_open' };
    const alarm = await tx.alarm.findUniqueOrThrow({
      where: { id: alarmId },
      select: { keyId: true, accountId: true },
    });
    await audit.record(tx, {
      type: 'alarm_settled',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      keyId: alarm.keyId,
      accountId: alarm.accountId,
      note: finding,
      details: { alarmId },
      trace,
      at,
    });
    return { ok: true };
  });
}
