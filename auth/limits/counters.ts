import { forgetOld, sliceAt, sliceEndsAtMs, sliceOf } from './sliding-count.ts';
import type { SlidingCount } from './sliding-count.ts';

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
  const scopes = new Map<string, Map<string, Entry>>();
  const touched = new Set<Entry>();
  const entriesOf = (scope: string): Map<string, Entry> => {
    const known = scopes.get(scope) ?? new Map<string, Entry>();
    scopes.set(scope, known);
    return known;
  };
  const places = { open: mostPerScope / 2, reserve: mostPerScope, made: Infinity };
  const entryOf = (name: CounterName, room: Room = 'reserve'): Entry | null => {
    const entries = entriesOf(name.scope);
    const text = toText(name);
    const known = entries.get(text);
    if (known !== undefined) return known;
    if (entries.size >= places[room]) return null;
    const entry = { name, count: new Map() };
    entries.set(text, entry);
    return entry;
  };
  const sliceBehind = (rowName: string) => {
    const parsed = parseRowName(rowName);
    const entry = parsed && entryOf(parsed.name);
    return entry ? sliceOf(entry.count, parsed.slice) : null;
  };
  return {
    find: (name, room) => entryOf(name, room)?.count ?? null,
    add: (name, nowMs) => {
      const entry = entryOf(name);
      if (entry === null) return;
      sliceOf(entry.count, sliceAt(nowMs, name.everySeconds)).own += 1;
      touched.add(entry);
    },
    sweep: (nowMs) => {
      for (const entries of scopes.values()) {
        for (const [text, { name, count }] of entries) {
          if (forgetOld(count, sliceAt(nowMs, name.everySeconds))) entries.delete(text);
        }
      }
    },
    takeUnwritten: () => {
      const rows = [...touched].flatMap(rowsOf);
      touched.clear();
      return rows;
    },
    settle: (rows) => {
      for (const { name, used } of rows) {
        const slice = sliceBehind(name);
        if (slice !== null) [slice.shared, slice.underWay] = [used, 0];
      }
    },
    putBack: (rows) => {
      for (const { name, used } of rows) {
        const parsed = parseRowName(name);
        const entry = parsed && entryOf(parsed.name);
        if (!entry) continue;
        const slice = sliceOf(entry.count, parsed.slice);
        [slice.own, slice.underWay] = [slice.own + used, 0];
        touched.add(entry);
      }
    },
    learn: ({ name, used }) => {
      const slice = sliceBehind(name);
      if (slice !== null) slice.shared = used;
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
