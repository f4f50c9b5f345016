import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readCheckpointLine, toCheckpointLine } from '#auth/audit/checkpoint.ts';
import { readCheckpoints } from '#auth/audit/checkpoint-file.ts';
import { writeCheckpoint } from '#auth/audit/write-checkpoint.ts';
import { aCheckpointFolder, attack, checkpointKeys, NOON, recordSome } from '#test/support/audit-log.ts';
import { openTestDb, test } from '#test/support/db.ts';

const FILE_NAME = 'audit-checkpoints.ndjson';
const CHECKPOINT = { seq: 12n, hash: 'ab'.repeat(32), at: NOON };
const { privateKey, publicKey } = checkpointKeys;

test('a checkpoint says what was signed', () => {
  const line = toCheckpointLine(CHECKPOINT, privateKey);
  expect(readCheckpointLine(line, publicKey)).toEqual({ ok: true, checkpoint: CHECKPOINT });
});

test.each([
  ['another event', { seq: '13' }],
  ['another hash', { hash: 'cd'.repeat(32) }],
  ['another time', { at: '2026-03-05T12:00:01.000Z' }],
  ['one more field', { note: 'trust me' }],
])('a checkpoint changed to say %s is not ours', (_what, change) => {
  const line = JSON.stringify({ ...JSON.parse(toCheckpointLine(CHECKPOINT, privateKey)), ...change });
  expect(readCheckpointLine(line, publicKey)).toEqual({ ok: false });
});

test('a line that is no JSON is not ours', () => {
  expect(readCheckpointLine('{"seq":', publicKey)).toEqual({ ok: false });
});

test('checkpoints are written one a line, to a file that only the owner can read', async ({ db }) => {
  const folder = aCheckpointFolder();
  await db.$transaction((tx) => recordSome(tx, 2));
  expect(await writeCheckpoint(db, { folder, privateKey, at: NOON })).toEqual({ ok: true, seq: 2n });
  await db.$transaction((tx) => recordSome(tx, 1, 3));
  expect(await writeCheckpoint(db, { folder, privateKey, at: NOON })).toEqual({ ok: true, seq: 3n });

  const file = join(folder, FILE_NAME);
  expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readCheckpoints(folder, publicKey)).toMatchObject([
    { ok: true, checkpoint: { seq: 2n } },
    { ok: true, checkpoint: { seq: 3n } },
  ]);
});

test('an empty log, and one with nothing new, get no checkpoint', async ({ db }) => {
  const folder = aCheckpointFolder();
  const nothingNew = { ok: false, reason: 'nothing_new' };
  expect(await writeCheckpoint(db, { folder, privateKey, at: NOON })).toEqual(nothingNew);

  await db.$transaction((tx) => recordSome(tx, 1));
  await writeCheckpoint(db, { folder, privateKey, at: NOON });
  expect(await writeCheckpoint(db, { folder, privateKey, at: NOON })).toEqual(nothingNew);
});

test.each([
  ['was cut', 'DELETE FROM "AuditEvent" WHERE "seq" = 2'],
  ['was computed anew', `UPDATE "AuditEvent" SET "hash" = x'${'01'.repeat(32)}' WHERE "seq" = 2`],
])('a log that %s below the last checkpoint is not signed again', async (_what, statement) => {
  const { db, close } = await openTestDb();
  const folder = aCheckpointFolder();
  await db.$transaction((tx) => recordSome(tx, 2));
  await writeCheckpoint(db, { folder, privateKey, at: NOON });
  await attack(db, statement);

  expect(await writeCheckpoint(db, { folder, privateKey, at: NOON })).toEqual({
    ok: false,
    reason: 'log_differs_from_checkpoint',
  });
  await close();
});

test('nothing is signed after a line that is not ours', async ({ db }) => {
  const folder = aCheckpointFolder();
  await db.$transaction((tx) => recordSome(tx, 1));
  await writeCheckpoint(db, { folder, privateKey, at: NOON });
  await appendFile(join(folder, FILE_NAME), '{"seq":"9"}\n');
  await db.$transaction((tx) => recordSome(tx, 1, 2));

  expect(await writeCheckpoint(db, { folder, privateKey, at: NOON })).toEqual({
    ok: false,
    reason: 'checkpoint_forged',
  });
});
