import type { Db } from '#prisma/client.ts';
import { absentManagerOf } from '../audit/absent-manager.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { shortenAddress } from '../sessions/shorten-address.ts';
import { keysToRead } from './key-reach.ts';

/** Something that happened to a key, as the audit log tells it. */
export type KeyEvent = {
  seq: bigint;
  at: Date;
  /** Of the closed union of events; a newer version of the portal may have written one that this one does not know. */
  type: string;
  isRefused: boolean;
  /** A code of ours. */
  reason: string | null;
  /** The reason in the words of whoever did it. */
  note: string | null;
  by: { kind: 'person'; name: string; inPlaceOf: string | null } | { kind: 'installation' } | null;
  /** Shortened address; empty where there is none. */
  place: string;
};

const EVENTS_PER_PAGE = 30;

/**
 * What happened to a key, the newest first.
 * @param before the number of the last event of the page before
 * @returns null for a key outside the actor's reach; `before` of the next page, null at the end
 */
export async function findKeyHistory(
  db: Db,
  { keyId, actor, before }: { keyId: string; actor: StaffActor; before: bigint | null },
): Promise<{ events: KeyEvent[]; nextBefore: bigint | null } | null> {
  const key = await db.key.findFirst({ where: { id: keyId, ...keysToRead(actor) }, select: { id: true } });
  if (key === null) return null;
  const rows = await db.auditEvent.findMany({
    where: { keyId, ...(before !== null && { seq: { lt: before } }) },
    orderBy: { seq: 'desc' },
    take: EVENTS_PER_PAGE + 1,
    select: {
      seq: true,
      at: true,
      type: true,
      result: true,
      reason: true,
      note: true,
      actorId: true,
      ip: true,
      detailsJson: true,
    },
  });
  const shown = rows.slice(0, EVENTS_PER_PAGE);
  const names = await findNames(db, shown);
  return {
    events: shown.map(({ seq, at, type, result, reason, note, ...row }) => ({
      seq,
      at,
      type,
      isRefused: result === 'refused',
      reason,
      note,
      by: actorOf(row, names),
      place: shortenAddress(row.ip ?? ''),
    })),
    nextBefore: rows.length > EVENTS_PER_PAGE ? (shown.at(-1)?.seq ?? null) : null,
  };
}

type ActedRow = { actorId: string | null; detailsJson: string };

async function findNames(db: Db, rows: readonly ActedRow[]): Promise<Map<string, string>> {
  const ids = new Set(rows.flatMap((row) => [row.actorId ?? [], absentManagerOf(row) ?? []].flat()));
  const holders = await db.holder.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true },
  });
  return new Map(holders.map(({ id, name }) => [id, name]));
}

function actorOf(row: ActedRow, names: ReadonlyMap<string, string>): KeyEvent['by'] {
  if (row.actorId === null) return null;
  if (row.actorId === SYSTEM_ACTOR) return { kind: 'installation' };
  const name = names.get(row.actorId);
  const inPlaceOf = names.get(absentManagerOf(row) ?? '') ?? null;
  return name === undefined ? null : { kind: 'person', name, inPlaceOf };
}
