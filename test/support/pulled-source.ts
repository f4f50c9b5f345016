/** An installation that asks a source, and the emulated sources that it can ask. */
import { createBreaker } from '#portal/connectors/http/breaker.ts';
import type { SourceCredentials } from '#portal/connectors/http/credentials.ts';
import { parseMapping } from '#portal/connectors/mapping/check-mapping.ts';
import type { Mapping } from '#portal/connectors/mapping/mapping.ts';
import type { AskedSource as OpenSource } from '#portal/connectors/records/asked-source.ts';
import { openSource as openAskedSource } from '#portal/connectors/records/open-source.server.ts';
import { syncSource } from '#portal/connectors/pull/sync-source.server.ts';
import type { SyncReport, SyncRequest } from '#portal/connectors/pull/sync-source.server.ts';
import type { Db } from '#prisma/client.ts';
import { audit, NOON } from './audit-log.ts';
import type { EmulatedRow } from './odata-filter.ts';
import { SOURCE_ID } from './sync.ts';

export type PullingPortal = {
  db: Db;
  /** One cycle. */
  sync: (differences?: Partial<SyncRequest>) => Promise<SyncReport>;
  /** Lets time pass, so that what is not due becomes due. */
  pass: (minutes: number) => void;
  now: () => Date;
  /** Questions to the source so far. */
  requestCount: () => number;
};

export type AskedSource = {
  address: string;
  mapping: unknown;
  credentials?: SourceCredentials;
  /** Called at each question for the time: a way to end a cycle at any of its moments. */
  onNow?: () => void;
  /** For a source with a clock of its own; noon of the tests' day otherwise. */
  startsAt?: Date;
  limits?: { headersMs: number; bodyMs: number; bodyBytes: number };
};

export const PASSWORD = { kind: 'basic', user: 'portal', password: 'secret' } as const;

/** With a source that nobody has asked yet. A later call for the same database goes on with it. */
export async function aPullingPortal(db: Db, source: AskedSource): Promise<PullingPortal> {
  await db.source.upsert({
    where: { id: SOURCE_ID },
    update: {},
    create: { id: SOURCE_ID, kind: 'odata', name: 'erp', createdAt: NOON },
  });
  let nowMs = (source.startsAt ?? NOON).getTime();
  let requests = 0;
  const now = () => {
    source.onNow?.();
    nowMs += 1;
    return new Date(nowMs);
  };
  return {
    db,
    now,
    requestCount: () => requests,
    pass: (minutes) => {
      nowMs += minutes * 60_000;
    },
    sync: async (differences = {}) => {
      const opened = openSource(source, () => new Date(nowMs));
      try {
        return await syncSource(
          { db, audit, now },
          {
            sourceId: SOURCE_ID,
            feeds: opened.feeds,
            startedById: null,
            isFull: false,
            allowRemoval: false,
            ...differences,
          },
        );
      } finally {
        requests += opened.requestCount();
        await opened.close();
      }
    },
  };
}

export function openSource(source: AskedSource, now: () => Date): OpenSource {
  return openAskedSource(
    {
      address: new URL(source.address),
      credentials: source.credentials ?? PASSWORD,
      mapping: mappingOf(source.mapping),
      settings: { company: '100', database: 'shop' },
      timeZone: 'Europe/Moscow',
    },
    {
      rules: { isDemo: true },
      breaker: createBreaker(now),
      now,
      sleep: () => Promise.resolve(),
      ...(source.limits === undefined ? {} : { limits: source.limits }),
    },
  );
}

export function mappingOf(value: unknown): Mapping {
  const parsed = parseMapping(value);
  if (!parsed.ok) throw new Error(`the mapping is wrong: ${JSON.stringify(parsed.faults)}`);
  return parsed.mapping;
}

export function guid(kind: string, number: number): string {
  return `${kind.padEnd(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A row of a set by its key; a test that names one that is not there is wrong. */
export function rowIn(rows: readonly EmulatedRow[], key: string, value: string): EmulatedRow {
  const row = rows.find((candidate) => candidate[key] === value);
  if (row === undefined) throw new Error(`there is no row ${value}`);
  return row;
}

export function listIn(row: EmulatedRow, field: string): EmulatedRow[] {
  const list = row[field];
  if (!Array.isArray(list)) throw new Error(`${field} is no list`);
  return list;
}

export function textIn(row: EmulatedRow, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}
