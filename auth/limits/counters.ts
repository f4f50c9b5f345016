import { forgetOld, sliceAt, sliceEndsAtMs, sliceOf } from './sliding-count.ts';
import type { Slice, SlidingCount } from './sliding-count.ts';

/** Whose count it is: `whom` is a keyed hash. One kind and scope has one window. */
export type CounterName = { kind: string; scope: string; everySeconds: number; whom: string };

/** A part of a count, or an address that is known, as the database keeps it. */
export type LimitRow = { name: string; used: number; windowEndsAt: Date };

/** Which room a new count may take; `made` for the few counts that there must be. */
export type Room = 'open' | 'reserve' | 'made';

export type Counters = {
  /**
   * The count under a name, made where there is none; null when there is none and no room for it.
   * @param room half of it is a reserve, for those who have shown who they are
   */
  find: (name: CounterName, room: Room) => SlidingCount | null;
  /** Takes one more into a count that was found. */
  add: (name: CounterName, nowMs: number) => void;
  /** Forgets what counts no longer. */
  sweep: (nowMs: number) => void;
  /** What is to be written, once; end it with `settle` or `putBack`. */
  takeUnwritten: () => LimitRow[];
  /** It was written, and these are the sums of all processes. */
  settle: (rows: readonly Pick<LimitRow, 'name' | 'used'>[]) => void;
  putBack: (rows: readonly LimitRow[]) => void;
  /** As the database has it, from before a restart. */
  learn: (row: Pick<LimitRow, 'name' | 'used'>) => void;
};

type Entry = { name: CounterName; count: SlidingCount };

/** @param mostPerScope counts of one scope that are kept at once, some 300 bytes each; half of them are the reserve */
export function createCounters(mostPerScope: number): Counters {
  const entries = createEntries(mostPerScope);
  const touched = new Set<Entry>();
  const sliceBehind = (rowName: string): { entry: Entry; slice: Slice } | null => {
    const parsed = parseRowName(rowName);
    const entry = parsed && entries.find(parsed.name, 'reserve');
    return entry ? { entry, slice: sliceOf(entry.count, parsed.slice) } : null;
  };
  return {
    find: (name, room) => entries.find(name, room)?.count ?? null,
    sweep: entries.sweep,
    add: (name, nowMs) => {
      const entry = entries.find(name, 'made');
      if (entry === null) return;
      sliceOf(entry.count, sliceAt(nowMs, name.everySeconds)).own += 1;
      touched.add(entry);
    },
    takeUnwritten: () => {
      const rows = [...touched].flatMap(rowsOf);
      touched.clear();
      return rows;
    },
    settle: (rows) => {
      for (const { name, used } of rows) {
        const behind = sliceBehind(name);
        if (behind !== null) Object.assign(behind.slice, { shared: used, underWay: 0 });
      }
    },
    putBack: (rows) => {
      for (const { name, used } of rows) {
        const behind = sliceBehind(name);
        if (behind === null) continue;
        Object.assign(behind.slice, { own: behind.slice.own + used, underWay: 0 });
        touched.add(behind.entry);
      }
    },
    learn: ({ name, used }) => {
      const behind = sliceBehind(name);
      if (behind !== null) behind.slice.shared = used;
    },
  };
}

type Entries = {
  find: (name: CounterName, room: Room) => Entry | null;
  sweep: (nowMs: number) => void;
};

/** The counts themselves, by scope, so that a flood in one of them takes no room from another. */
function createEntries(mostPerScope: number): Entries {
  const scopes = new Map<string, Map<string, Entry>>();
  const places = { open: mostPerScope / 2, reserve: mostPerScope, made: Infinity };
  return {
    find: (name, room) => {
      const entries = scopes.get(name.scope) ?? new Map<string, Entry>();
      scopes.set(name.scope, entries);
      const text = toText(name);
      const known = entries.get(text);
      if (known !== undefined) return known;
      if (entries.size >= places[room]) return null;
      const entry = { name, count: new Map() };
      entries.set(text, entry);
      return entry;
    },
    sweep: (nowMs) => {
      for (const entries of scopes.values()) {
        for (const [text, { name, count }] of entries) {
          if (forgetOld(count, sliceAt(nowMs, name.everySeconds))) entries.delete(text);
        }
      }
    },
  };
}

function rowsOf({ name, count }: Entry): LimitRow[] {
  const rows: LimitRow[] = [];
  for (const [number, slice] of count) {
    if (slice.own === 0) continue;
    [slice.underWay, slice.own] = [slice.own, 0];
    const windowEndsAt = new Date(sliceEndsAtMs(number, name.everySeconds));
    rows.push({ name: `${toText(name)} ${number}`, used: slice.underWay, windowEndsAt });
  }
  return rows;
}

function toText({ kind, scope, everySeconds, whom }: CounterName): string {
  return `${kind} ${scope} ${everySeconds} ${whom}`;
}

const ROW_NAME = /^([a-z-]+) ([a-z]+) (\d+) ([\w-]+) (\d+)$/;

function parseRowName(text: string): { name: CounterName; slice: number } | null {
  const [, kind, scope, everySeconds, whom, slice] = ROW_NAME.exec(text) ?? [];
  if (kind === undefined || scope === undefined || whom === undefined) return null;
  return { name: { kind, scope, everySeconds: Number(everySeconds), whom }, slice: Number(slice) };
}
