import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkHash } from '#auth/audit/audit-chain.ts';
import type { AuditRow } from '#auth/audit/audit-rows.ts';
import { toCheckpointLine } from '#auth/audit/checkpoint.ts';
import { appendCheckpointLine } from '#auth/audit/checkpoint-file.ts';
import { verifyAudit } from '#auth/audit/verify-audit.ts';
import { writeCheckpoint } from '#auth/audit/write-checkpoint.ts';
import type { Tx } from '#prisma/client.ts';
import {
  aCheckpointFolder,
  attack,
  AUDIT_KEY,
  checkpointKeys,
  NOON,
  readLog,
  recomputeChain,
  recordSome,
  undoing,
  verify,
} from '#test/support/audit-log.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

const EVENTS = 12;
const ANCHORED_EVENTS = 10;
const PAGE_OF_EVENTS = 1_000;
/** What somebody writes who can't compute one. */
const NO_HASH = new Uint8Array(32).fill(1);

describe.each([
  { provider: 'sqlite', open: openTestDb },
  { provider: 'postgresql', open: openPostgresqlTestDb },
])('ADM-06 verifying the audit log on $provider', ({ open }) => {
  let testDb: TestDb;
  const folder = aCheckpointFolder();

  /** Twelve events, the first ten of them anchored by a checkpoint. */
  beforeAll(async () => {
    testDb = await open();
    const { db } = testDb;
    await db.$transaction((tx) => recordSome(tx, ANCHORED_EVENTS));
    await writeCheckpoint(db, { folder, privateKey: checkpointKeys.privateKey, at: NOON });
    await db.$transaction((tx) => recordSome(tx, EVENTS - ANCHORED_EVENTS, ANCHORED_EVENTS + 1));
  });
  afterAll(() => testDb.close());

  /** A test in which somebody does something to the log. */
  const attempt = (name: string, work: (tx: Tx) => Promise<void>) =>
    test(name, () => undoing(testDb.db, work), 60_000);

  test('an intact log passes and says since when it is not anchored', async () => {
    expect(await verify(testDb.db, folder)).toEqual({
      ok: true,
      events: 12n,
      anchored: { seq: 10n, hash: expect.stringMatching(/^[0-9a-f]{64}$/), at: NOON },
      notAnchoredSince: new Date('2026-03-05T12:11:00Z'),
    });
  });

  test('under another audit key nothing passes', async () => {
    const verdict = await verifyAudit(testDb.db, { auditKeys: [new Uint8Array(32)], checkpoints: [] });
    expect(verdict).toEqual({ ok: false, fault: 'edited', seq: 1n });
  });

  attempt('an edited event is found', async (tx) => {
    await attack(tx, `UPDATE "AuditEvent" SET "actorId" = 'somebody-else' WHERE "seq" = 5`);
    expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'edited', seq: 5n });
  });

  attempt('an edited newest event is found', async (tx) => {
    await attack(tx, `UPDATE "AuditEvent" SET "note" = NULL WHERE "seq" = 12`);
    expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'edited', seq: 12n });
  });

  attempt('an event whose number was changed is found', async (tx) => {
    await attack(tx, `UPDATE "AuditEvent" SET "seq" = 13 WHERE "seq" = 12`);
    expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'edited', seq: 12n });
  });

  describe.each([1, 5])('event %i', (seq) => {
    attempt('deleted is found', async (tx) => {
      await attack(tx, `DELETE FROM "AuditEvent" WHERE "seq" = ${seq}`);
      expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'deleted', seq: BigInt(seq) });
    });

    attempt('deleted is found although the later ones were renumbered', async (tx) => {
      await attack(tx, `DELETE FROM "AuditEvent" WHERE "seq" = ${seq}`, ...renumber(seq, -1));
      expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'deleted', seq: BigInt(seq) });
    });

    attempt('inserted is found', async (tx) => {
      const forged = { ...(await rowAt(tx, seq)), actorId: 'framed', hash: NO_HASH };
      await attack(tx, ...renumber(seq, 1));
      await insert(tx, forged);
      expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'inserted', seq: BigInt(seq) });
    });

    attempt('inserted with the audit key is found', async (tx) => {
      const { hash: _hash, ...forged } = { ...(await rowAt(tx, seq)), actorId: 'framed' };
      await attack(tx, ...renumber(seq, 1));
      await insert(tx, { ...forged, hash: hashWithKey(forged) });
      expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'inserted', seq: BigInt(seq) });
    });
  });

  attempt('an event added at the end without the audit key is found', async (tx) => {
    const newest = await rowAt(tx, EVENTS);
    await attack(tx);
    await insert(tx, { ...newest, seq: 13n, previousHash: newest.hash, hash: NO_HASH });
    expect(await verify(tx, folder)).toMatchObject({ ok: false, seq: 13n });
  });

  describe.each([
    [1, 2],
    [5, 6],
    [4, 9],
  ])('events %i and %i', (one, other) => {
    attempt('that changed places are found', async (tx) => {
      await attack(
        tx,
        `UPDATE "AuditEvent" SET "seq" = -1 WHERE "seq" = ${one}`,
        `UPDATE "AuditEvent" SET "seq" = ${one} WHERE "seq" = ${other}`,
        `UPDATE "AuditEvent" SET "seq" = ${other} WHERE "seq" = -1`,
      );
      expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'reordered', seq: BigInt(one) });
    });
  });

  attempt('a cut tail is found by the checkpoint', async (tx) => {
    await attack(tx, 'DELETE FROM "AuditEvent" WHERE "seq" >= 9');
    expect(await verify(tx)).toMatchObject({ ok: true, events: 8n });
    expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'truncated', seq: 9n });
  });

  attempt('an emptied log is found by the checkpoint', async (tx) => {
    await attack(tx, 'DELETE FROM "AuditEvent"');
    expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'truncated', seq: 1n });
  });

  attempt('a log computed anew with the audit key is found by the checkpoint', async (tx) => {
    await attack(tx, `UPDATE "AuditEvent" SET "actorId" = 'somebody-else' WHERE "seq" = 5`);
    await recomputeChain(tx);
    expect(await verify(tx)).toMatchObject({ ok: true, events: 12n });
    expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'recomputed', seq: 10n });
  });

  attempt('a fault beyond the first page is found', async (tx) => {
    await recordSome(tx, PAGE_OF_EVENTS, EVENTS + 1);
    expect(await verify(tx, folder)).toMatchObject({ ok: true, events: 1_012n });

    await attack(tx, `UPDATE "AuditEvent" SET "keyId" = 'another' WHERE "seq" = 1005`);
    expect(await verify(tx, folder)).toEqual({ ok: false, fault: 'edited', seq: 1_005n });
  });

  test('a checkpoint that somebody else signed is found', async () => {
    const elsewhere = aCheckpointFolder();
    const hash = Buffer.from((await rowAt(testDb.db, 11)).hash).toString('hex');
    const { privateKey } = generateKeyPairSync('ed25519');
    await appendCheckpointLine(elsewhere, toCheckpointLine({ seq: 11n, hash, at: NOON }, privateKey));
    expect(await verify(testDb.db, elsewhere)).toEqual({ ok: false, fault: 'checkpoint_forged', line: 1 });
  });
});

test('an empty log is intact', async () => {
  const { db, close } = await openTestDb();
  expect(await verify(db)).toEqual({ ok: true, events: 0n, anchored: null, notAnchoredSince: null });
  await close();
});

async function rowAt(db: Parameters<typeof readLog>[0], seq: number): Promise<AuditRow> {
  const row = (await readLog(db))[seq - 1];
  if (row === undefined) throw new Error(`no event ${seq}`);
  return row;
}

function insert(tx: Tx, { previousHash, hash, ...columns }: AuditRow) {
  const hashes = { previousHash: new Uint8Array(previousHash), hash: new Uint8Array(hash) };
  return tx.auditEvent.create({ data: { ...columns, ...hashes } });
}

function hashWithKey({ seq: _seq, previousHash, ...record }: Omit<AuditRow, 'hash'>): Uint8Array {
  return linkHash(AUDIT_KEY, previousHash, record);
}

/** Moves all events from `seq` on by `step`, past the rule that a number is there once only. */
function renumber(seq: number, step: 1 | -1): string[] {
  return [
    `UPDATE "AuditEvent" SET "seq" = -("seq" + ${step}) WHERE "seq" >= ${seq}`,
    `UPDATE "AuditEvent" SET "seq" = -"seq" WHERE "seq" < 0`,
  ];
}
