import { expect } from 'vitest';
import { describeStatus } from '#portal/cli/source-status-report.ts';
import { findSourceStatus } from '#portal/connectors/connection/find-source-status.server.ts';
import type { Db } from '#prisma/client.ts';
import { NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';

const NOON_TEXT = NOON.toISOString();
const PROGRESS = JSON.stringify({
  phase: 'write',
  kind: 'order',
  rowsDone: 3_200,
  rowsTotal: 10_000,
  rowsPerSecond: 850,
  at: NOON,
});
const RUN = { fingerprint: 'x', startedAt: NOON, finishedAt: NOON };

async function tellAll(db: Db): Promise<string[]> {
  return (await findSourceStatus(db, NOON)).flatMap(describeStatus);
}

async function aSourceOfEachKind(db: Db): Promise<void> {
  const createdAt = NOON;
  const states = { create: { kind: 'order', asOf: NOON, rowCount: 12 } };
  const asked = { everyMinutes: 15, dueAt: NOON, changedAt: NOON, mappingJson: '{}', timeZone: 'UTC' };
  const feeds = ['order', 'invoice'].map((kind) => ({
    kind,
    fingerprint: 'x',
    syncedAt: kind === 'order' ? NOON : null,
  }));
  const tracking = { carriers: 'Van', changedAt: NOON, dueAt: NOON, lastEventAt: NOON };
  const access = { login: 'base', passwordHash: 'x', createdAt: NOON, lastUsedAt: NOON };
  const sources = [
    { name: 'a', kind: 'file-drop', states, runs: { create: { ...RUN, outcome: 'applied' } } },
    {
      name: 'b',
      kind: 'commerceml',
      accesses: { create: access },
      runs: { create: { ...RUN, progressJson: PROGRESS } },
    },
    {
      name: 'c',
      kind: 'odata',
      states,
      connection: { create: { ...asked, address: 'https://erp.example/', credentialsSealed: 'x' } },
      feeds: { create: feeds },
    },
    { name: 'd', kind: 'tracking-inbox', tracking: { create: tracking } },
    {
      name: 'e',
      kind: 'cdek',
      tracking: { create: { ...tracking, address: 'https://cdek.example/', closedAt: NOON } },
    },
    { name: 'f', kind: 'file-drop' },
  ];
  for (const data of sources) await db.source.create({ data: { ...data, createdAt } });
}

test('every source is told of, whatever its kind: what it gives, and when it last brought something', async ({
  db,
}) => {
  await aSourceOfEachKind(db);

  expect(await tellAll(db)).toEqual([
    `a: file-drop, last import at ${NOON_TEXT}: applied`,
    `  order: 12 rows, as of ${NOON_TEXT}`,
    `b: commerceml, 1C last came at ${NOON_TEXT}, last import at ${NOON_TEXT}: not ended; it is running, or its process died`,
    '  now: write order: 3200 of 10000 rows, 850 a second, 8 s left',
    `c: https://erp.example/, every 15 min, next at ${NOON_TEXT}`,
    `  order: 12 rows, as of ${NOON_TEXT}`,
    '  invoice: never read',
    `d: tracking-inbox, an inbox, last reached at never, last news at ${NOON_TEXT}`,
    `e: cdek, https://cdek.example/, closed at ${NOON_TEXT}, last reached at never, last news at ${NOON_TEXT}`,
    'f: file-drop, nothing has come yet',
  ]);
});

test('what is wrong with a source is told below it: the last import, a stop, a fault', async ({ db }) => {
  await aSourceOfEachKind(db);
  const { id: sourceId } = await db.source.findUniqueOrThrow({ where: { name: 'a' } });
  const startedAt = new Date(NOON.getTime() + 1_000);
  const problemsJson = JSON.stringify({ tooMany: [{ kind: 'order', live: 20, removed: 19 }] });
  const outcome = 'would_remove_too_much';
  await db.importRun.create({ data: { ...RUN, sourceId, startedAt, outcome, problemsJson } });
  await db.importRun.updateMany({
    where: { source: { name: 'b' } },
    data: {
      outcome: 'refused',
      problemsJson: JSON.stringify({ told: [{ file: 'a.xml', reason: 'is no\nXML' }], total: 1 }),
    },
  });
  await db.sourceConnection.updateMany({ data: { stoppedBy: 'credentials', credentialsSealed: null } });
  await db.sourceFeed.updateMany({
    where: { kind: 'invoice' },
    data: { fault: 'forbidden', faultDetail: 'no right' },
  });
  await db.trackingSource.updateMany({ data: { fault: 'unreachable', faultDetail: 'no answer' } });

  const wrong = (await tellAll(db)).filter((line) => line.includes('WRONG'));

  expect(wrong).toEqual([
    '  WRONG: would_remove_too_much: it would remove 19 of 20 of kind order',
    expect.stringMatching(/^ {2}WRONG: refused: a\.xml: is no.*XML$/),
    '  WRONG: its credentials are missing',
    '  WRONG: stopped by credentials',
    '  WRONG: invoice: forbidden: no right',
    '  WRONG: unreachable: no answer', // of the inbox; the closed carrier is nobody's concern
  ]);
});
