import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { EventFilter } from './event-filter.ts';

/** Writes down that somebody takes a part of the log with them, before the first line leaves. */
export async function recordExport(
  { db, audit, now }: AuthServices,
  { filter, actor, trace }: { filter: EventFilter; actor: StaffActor; trace: RequestTrace },
): Promise<void> {
  await db.$transaction((tx) =>
    audit.record(tx, {
      type: 'audit_exported',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      accountId: filter.accountId,
      holderId: filter.holderId,
      keyId: filter.keyId,
      details: {
        fromOn: filter.fromOn,
        toOn: filter.toOn,
        group: filter.group,
        isRefusedOnly: filter.isRefusedOnly,
      },
      trace,
      at: now(),
    }),
  );
}
