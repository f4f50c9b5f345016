import type { Db, Prisma } from '#prisma/client.ts';
import type { EventFilter } from './event-filter.ts';
import { typesOfGroup } from './event-groups.ts';
import { seqRangeOf } from './seq-range.server.ts';

/** An event as it is stored, without its links. */
export type StoredEvent = Prisma.AuditEventGetPayload<{ select: typeof EVENT_COLUMNS }>;

export type EventPage = {
  events: StoredEvent[];
  /** Where to read on, exclusive; null at the beginning of the log or of the period. */
  nextBefore: bigint | null;
};

/**
 * Where several conditions meet, at most so many events behind the cursor are looked at for one page. A page may then
 * show few or none, and leads on: its cost never grows with the log.
 */
export const EVENTS_LOOKED_AT = 50_000n;

const EVENT_COLUMNS = {
  seq: true,
  at: true,
  type: true,
  result: true,
  actorId: true,
  reason: true,
  note: true,
  accountId: true,
  holderId: true,
  keyId: true,
  sessionId: true,
  tier: true,
  ip: true,
  detailsJson: true,
} as const;

export type FindEvents = {
  filter: EventFilter;
  /** Only events before this one; null: from the newest on. */
  before: bigint | null;
  size: number;
  timeZone: string;
};

/**
 * Events that fit, newest first. The log has an index in the order of `seq` for each single condition, so the most
 * selective one is followed backwards; a person or a group of types is several such walks, merged.
 */
export async function findEvents(db: Db, { filter, before, size, timeZone }: FindEvents): Promise<EventPage> {
  const range = await seqRangeOf(db, { filter, before, timeZone });
  if (range === null) return { events: [], nextBefore: null };
  const { walks, rest } = planOf(filter);
  const hasRest = Object.keys(rest).length > 0;
  const lowest =
    hasRest && range.last - EVENTS_LOOKED_AT > range.first ? range.last - EVENTS_LOOKED_AT : range.first;
  const found = await Promise.all(
    walks.map((walk) =>
      db.auditEvent.findMany({
        where: { ...walk, ...rest, ...range.at, seq: { gte: lowest, lte: range.last } },
        orderBy: { seq: 'desc' },
        take: size + 1,
        select: EVENT_COLUMNS,
      }),
    ),
  );
  const merged = newestFirst(found.flat());
  const events = merged.slice(0, size);
  const lastShown = events.at(-1);
  if (merged.length > size && lastShown !== undefined) return { events, nextBefore: lastShown.seq };
  return { events, nextBefore: lowest > range.first ? lowest : null };
}

type Conditions = Prisma.AuditEventWhereInput;

/** The index to walk along, and what is left to be looked at in each event. */
function planOf(filter: EventFilter): { walks: Conditions[]; rest: Conditions } {
  const { keyId, holderId, accountId, group, isRefusedOnly } = filter;
  const types = group === null ? null : typesOfGroup(group);
  const byKey = keyId === null ? [] : [{ keyId }];
  const byPerson = holderId === null ? [] : [{ holderId }, { actorId: holderId }];
  const byAccount = accountId === null ? [] : [{ accountId }];
  const byType = types === null ? [] : types.map((type) => ({ type }));
  const byResult = isRefusedOnly ? [{ result: 'refused' }] : [];
  const [walks, ...others] = [byKey, byPerson, byAccount, byResult, byType].filter(
    (alternatives) => alternatives.length > 0,
  );
  if (walks === undefined) return { walks: [{}], rest: {} };
  return { walks, rest: others.length === 0 ? {} : { AND: others.map((OR) => ({ OR })) } };
}

/** One event may be found by two walks. */
function newestFirst(events: readonly StoredEvent[]): StoredEvent[] {
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((one, other) => (one.seq > other.seq ? -1 : 1));
}
