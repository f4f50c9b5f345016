import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { absentManagerOf } from '#auth/audit/absent-manager.ts';
import type { Db } from '#prisma/client.ts';
import type { StoredEvent } from './find-events.server.ts';

/** An event with the names that its ids have now; a name that is gone is null, its id stays. */
export type NamedEvent = StoredEvent & {
  actor: { kind: 'system' } | { kind: 'person'; id: string; name: string | null } | { kind: 'nobody' };
  holderName: string | null;
  accountName: string | null;
  keyLabel: string | null;
  /** Of a deputy: the manager in whose place it was done. */
  onBehalfOf: { id: string; name: string | null } | null;
};

/**
 * Looks the names up as they are today: the log itself holds ids only, so that a person can be erased and the chain
 * stays whole.
 */
export async function nameSubjects(db: Db, events: readonly StoredEvent[]): Promise<NamedEvent[]> {
  const holderIds = distinct(
    events.flatMap((event) => [event.actorId, event.holderId, absentManagerOf(event)]),
  );
  const holders = await db.holder.findMany({
    where: { id: { in: holderIds } },
    select: { id: true, name: true },
  });
  const accounts = await db.customerAccount.findMany({
    where: { id: { in: distinct(events.map(({ accountId }) => accountId)) } },
    select: { id: true, name: true },
  });
  const keys = await db.key.findMany({
    where: { id: { in: distinct(events.map(({ keyId }) => keyId)) } },
    select: { id: true, label: true },
  });
  const nameOfHolder = new Map(holders.map(({ id, name }) => [id, name]));
  const nameOfAccount = new Map(accounts.map(({ id, name }) => [id, name]));
  const labelOfKey = new Map(keys.map(({ id, label }) => [id, label]));
  return events.map((event) => ({
    ...event,
    actor: actorOf(event.actorId, nameOfHolder),
    holderName: nameOfHolder.get(event.holderId ?? '') ?? null,
    accountName: nameOfAccount.get(event.accountId ?? '') ?? null,
    keyLabel: labelOfKey.get(event.keyId ?? '') ?? null,
    onBehalfOf: toPerson(absentManagerOf(event), nameOfHolder),
  }));
}

function actorOf(actorId: string | null, names: ReadonlyMap<string, string>): NamedEvent['actor'] {
  if (actorId === null) return { kind: 'nobody' };
  if (actorId === SYSTEM_ACTOR) return { kind: 'system' };
  return { kind: 'person', id: actorId, name: names.get(actorId) ?? null };
}

function toPerson(id: string | null, names: ReadonlyMap<string, string>): NamedEvent['onBehalfOf'] {
  return id === null ? null : { id, name: names.get(id) ?? null };
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
