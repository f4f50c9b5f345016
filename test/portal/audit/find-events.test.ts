import { describe, expect } from 'vitest';
import { parseEventFilter } from '#portal/audit/event-filter.ts';
import { findEvents } from '#portal/audit/find-events.server.ts';
import { instantOfMidnight } from '#portal/audit/midnight.ts';
import { exportEvents } from '#portal/audit/export-events.server.ts';
import type { Db } from '#prisma/client.ts';
import { aRevocation, audit } from '#test/support/audit-log.ts';
import { aHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

const ZONE = 'Europe/Moscow';

test('the log is read from the newest to the oldest, page by page, each event once', async ({ db }) => {
  await record(db, ...Array.from({ length: 7 }, (_unused, index) => ({ keyId: `key-${index}` })));
  const seen: bigint[] = [];
  let before: bigint | null = null;
  do {
    const page = await find(db, '', { before, size: 3 });
    seen.push(...page.events.map(({ seq }) => seq));
    before = page.nextBefore;
  } while (before !== null);
  expect(seen).toEqual([7n, 6n, 5n, 4n, 3n, 2n, 1n]);
});

test('a person’s history is what they did and what was done about them, each once', async ({ db }) => {
  await record(
    db,
    { actorId: 'anna' },
    { holderId: 'anna' },
    { actorId: 'anna', holderId: 'anna' },
    { actorId: 'boris' },
  );
  expect(await seqsOf(db, 'person=anna')).toEqual([3n, 2n, 1n]);
});

test('filters meet: only events that fit all of them are shown', async ({ db }) => {
  await record(
    db,
    { keyId: 'k', accountId: 'a' },
    { keyId: 'k', accountId: 'b' },
    { keyId: 'k', accountId: 'a', result: 'refused' },
    { keyId: 'other', accountId: 'a' },
  );
  expect(await seqsOf(db, 'key=k&account=a')).toEqual([3n, 1n]);
  expect(await seqsOf(db, 'key=k&account=a&refused=yes')).toEqual([3n]);
  expect(await seqsOf(db, 'group=keys')).toEqual([4n, 3n, 2n, 1n]);
  expect(await seqsOf(db, 'group=discounts')).toEqual([]);
});

test('a day is that of the company’s time zone, whatever the order in which events were written', async ({
  db,
}) => {
  await record(
    db,
    { at: new Date('2026-03-04T20:59:59.999Z') },
    { at: new Date('2026-03-05T21:00:00.000Z') },
    { at: new Date('2026-03-04T21:00:00.000Z') },
    { at: new Date('2026-03-05T20:59:59.999Z') },
  );
  expect(await seqsOf(db, 'from=2026-03-05&to=2026-03-05')).toEqual([4n, 3n]);
});

test('what can’t be right in the address is as if it had not been asked', () => {
  const filter = parseEventFilter(new URLSearchParams('group=cats&key=a%20b&from=2026-02-30'));
  expect(filter).toMatchObject({ group: null, keyId: null, fromOn: null });
});

test('days begin at midnight of their zone, also when clocks change', () => {
  expect(instantOfMidnight('2026-03-29', 'Europe/Berlin').toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(instantOfMidnight('2026-03-30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(instantOfMidnight('2026-01-01', 'Asia/Kathmandu').toISOString()).toBe('2025-12-31T18:15:00.000Z');
  expect(instantOfMidnight('2026-01-01', 'Pacific/Kiritimati').toISOString()).toBe(
    '2025-12-31T10:00:00.000Z',
  );
});

describe.each(['keyId', 'holderId', 'actorId', 'accountId', 'type', 'result'])(
  'a page filtered by %s',
  (column) => {
    test('follows an index in the order of the log, so that its cost does not grow', async ({ db }) => {
      const plan = await planOf(
        db,
        `SELECT seq FROM AuditEvent WHERE ${column} = 'x' AND seq >= 1 AND seq <= 9 ORDER BY seq DESC LIMIT 51`,
      );
      expect(plan).toContain(`AuditEvent_${column}_seq_idx`);
      expect(plan).not.toContain('TEMP B-TREE');
    });
  },
);

test('the edges of a period are found by the index on time', async ({ db }) => {
  const plan = await planOf(db, "SELECT seq FROM AuditEvent WHERE at >= '2026' ORDER BY at LIMIT 1");
  expect(plan).toContain('AuditEvent_at_idx');
  expect(plan).not.toContain('TEMP B-TREE');
});

describe('the export', () => {
  test('holds what was filtered, with names of today, and no cell that a spreadsheet would run', async ({
    db,
  }) => {
    const person = await aHolder(db, { name: '=cmd|calc' });
    await record(db, { actorId: person.id, note: '@SUM(1)' }, { actorId: 'somebody else' });
    const lines = await exported(db, `person=${person.id}`);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain("'=cmd|calc");
    expect(lines[1]).toContain("'@SUM(1)");
    expect(lines.at(-1)).toBe('end');
  });

  test('stops when its session may not read any more, and does not say that it is whole', async ({ db }) => {
    await record(db, {});
    const lines = await exported(db, '', () => Promise.resolve(false));
    expect(lines).toHaveLength(1);
  });
});

type Differences = {
  keyId?: string;
  accountId?: string;
  holderId?: string;
  actorId?: string;
  note?: string;
  at?: Date;
  result?: 'ok' | 'refused';
};

async function record(db: Db, ...events: Differences[]): Promise<void> {
  for (const event of events) {
    await db.$transaction((tx) =>
      audit.record(tx, { ...aRevocation(), ...event, keyId: event.keyId ?? 'key' }),
    );
  }
}

async function find(db: Db, query: string, { before = null as bigint | null, size = 50 } = {}) {
  const filter = parseEventFilter(new URLSearchParams(query));
  return findEvents(db, { filter, before, size, timeZone: ZONE });
}

async function seqsOf(db: Db, query: string): Promise<bigint[]> {
  return (await find(db, query)).events.map(({ seq }) => seq);
}

async function exported(db: Db, query: string, mayGoOn = () => Promise.resolve(true)): Promise<string[]> {
  const filter = parseEventFilter(new URLSearchParams(query));
  const parts: string[] = [];
  for await (const part of exportEvents(db, { filter, timeZone: ZONE, locale: 'en', mayGoOn }))
    parts.push(part);
  return parts
    .join('')
    .split('\r\n')
    .filter((line) => line !== '');
}

async function planOf(db: Db, sql: string): Promise<string> {
  const rows = await db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`);
  return rows.map(({ detail }) => detail).join('\n');
}
