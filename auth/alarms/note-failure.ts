import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { raiseAlarm } from './raise-alarm.ts';
import type { AlarmKind } from './raise-alarm.ts';

export type Failure = {
  kind: 'failed-sign-in' | 'failed-pin';
  /** Of the key that had proven itself before; null while anybody may have sent it. */
  accountId: string | null;
  trace: RequestTrace;
};

const ALARM_OF = {
  'failed-sign-in': 'many_failures',
  'failed-pin': 'pin_spray',
} as const satisfies Record<Failure['kind'], AlarmKind>;

/**
 * Counts a proof that failed, and raises an alarm when there are more than people make by mistake: of one account, or of
 * all together, which is how somebody looks who tries one PIN with many keys (ADM-08, PIN-06). It refuses nothing.
 */
export async function noteFailure(services: AuthServices, failure: Failure): Promise<void> {
  const { limits } = services;
  const { kind, accountId } = failure;
  if (accountId !== null && !limits.admit(kind, { account: accountId }).ok)
    await raise(services, failure, accountId);
  if (!limits.admit(`${kind}-of-all`, {}).ok) await raise(services, failure, null);
}

async function raise(
  { db, audit, now }: AuthServices,
  { kind, trace }: Failure,
  accountId: string | null,
): Promise<void> {
  const alarm = { kind: ALARM_OF[kind], accountId, trace, at: now() };
  await db.$transaction((tx) => raiseAlarm(tx, audit, alarm));
}
