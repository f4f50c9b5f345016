/** A log that outlives its key: every process writes under the key in force, and whoever has an old one forges nothing. */
import { expect, test } from 'vitest';
import { createAudit } from '#auth/audit/audit.ts';
import { linkHash } from '#auth/audit/audit-chain.ts';
import type { AuditKeys } from '#auth/audit/audit-epoch.ts';
import { verifyAudit } from '#auth/audit/verify-audit.ts';
import type { Db } from '#prisma/client.ts';
import { NOON, aRevocation, attack, readLog } from '#test/support/audit-log.ts';
import { openTestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

const [OLD, NEW, NEWEST] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]; // three were mapped

const PROVIDERS = [
  { provider: 'SQLite', open: openTestDb },
  { provider: 'PostgreSQL', open: openPostgresqlTestDb },
];

const verdict = (db: Db, keys: AuditKeys) => verifyAudit(db, { auditKeys: keys, checkpoints: [] });
const write = (db: Db, audit: ReturnType<typeof createAudit>, count = 1) =>
  db.$transaction(async (tx) => {
    for (let times = 0; times < count; times += 1) await audit.record(tx, aRevocation());
  });

/** Three events under the old key, the change, two under the new one. */
async function rotatedLog(db: Db): Promise<void> {
  await write(db, createAudit({ keys: [OLD] }), 3);
  const audit = createAudit({ keys: [NEW, OLD] });
  await audit.beginEpoch(db, NOON);
  await write(db, audit, 2);
}

test.for(PROVIDERS)(
  'ADM-10 on $provider a log goes on under a new key, and verifies with both',
  async ({ open }) => {
    const { db, close } = await open();
    await rotatedLog(db);
    expect(await verdict(db, [NEW, OLD])).toMatchObject({ ok: true, events: 6n });
    expect(await verdict(db, [OLD, NEW])).toMatchObject({ ok: true });
    expect(await verdict(db, [NEW])).toEqual({ ok: false, fault: 'key_missing', seq: 1n });
    expect(await verdict(db, [OLD])).toEqual({ ok: false, fault: 'key_missing', seq: 4n });

    const again = createAudit({ keys: [NEWEST, NEW, OLD] });
    expect(await again.beginEpoch(db, NOON)).toBe(true);
    expect(await again.beginEpoch(db, NOON)).toBe(false);
    await write(db, again);
    expect(await verdict(db, [NEWEST, NEW, OLD])).toMatchObject({ ok: true, events: 8n });
    await close();
  },
);

test.for(PROVIDERS)(
  'ADM-10 on $provider processes with other settings write one chain, in any order',
  async ({ open }) => {
    const { db, close } = await open();
    const before = createAudit({ keys: [OLD] });
    const prepared = createAudit({ keys: [OLD, NEW] });
    const promoted = createAudit({ keys: [NEW, OLD] });
    await write(db, before);
    await write(db, prepared);
    await write(db, promoted); // the change has not begun: it goes under the key in force
    expect(await promoted.beginEpoch(db, NOON)).toBe(true);
    for (const audit of [prepared, promoted, prepared]) await write(db, audit, 2);
    expect(await prepared.beginEpoch(db, NOON)).toBe(false); // late with its settings: the log never goes back
    await write(db, prepared);
    await expect(write(db, before)).rejects.toThrow('start this process with it too');
    await Promise.all([prepared, promoted, prepared, promoted].map((audit) => write(db, audit)));
    expect(await verdict(db, [NEW, OLD])).toMatchObject({ ok: true, events: 15n });
    await close();
  },
);

test('ADM-10 a change that was rolled back is none', async () => {
  const { db, close } = await openTestDb();
  await write(db, createAudit({ keys: [OLD] }));
  const audit = createAudit({ keys: [NEW, OLD] });
  await db.$executeRaw`CREATE TRIGGER "full" BEFORE INSERT ON "AuditEvent" BEGIN SELECT RAISE(ABORT, 'disk full'); END`;
  await expect(audit.beginEpoch(db, NOON)).rejects.toThrow();
  await db.$executeRaw`DROP TRIGGER "full"`;
  const undone = db.$transaction(async (tx) => {
    await audit.record(tx, aRevocation());
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  await write(db, audit, 2);
  expect(await verdict(db, [OLD])).toMatchObject({ ok: true, events: 3n });
  expect(await verdict(db, [NEW, OLD])).toEqual({ ok: false, fault: 'newest_key_unused', seq: 3n });
  await close();
});

test('ADM-10 whoever has the old key and the database can change nothing from before the new one', async () => {
  const { db, close } = await openTestDb();
  await rotatedLog(db);
  await attack(db, `UPDATE "AuditEvent" SET "note" = 'harmless' WHERE "seq" = 2`);
  await recompute(db, { upTo: 4n });
  expect(await verdict(db, [NEW, OLD])).toEqual({ ok: false, fault: 'recomputed', seq: 4n });
  await close();
});

test('ADM-10 nor write the log anew as if there had been no change', async () => {
  const { db, close } = await openTestDb();
  await rotatedLog(db);
  await attack(db, `DELETE FROM "AuditEvent" WHERE "seq" > 3`);
  await recompute(db, { upTo: 3n });
  expect(await verdict(db, [NEW, OLD])).toEqual({ ok: false, fault: 'newest_key_unused', seq: 3n });
  await close();
});

test('ADM-10 nor go on under the old key after the change, nor leave the change out', async () => {
  const { db, close } = await openTestDb();
  await rotatedLog(db);
  const last = (await readLog(db)).at(-1);
  if (last === undefined) throw new Error('the log is empty');
  const { seq, hash, previousHash: _previousHash, ...record } = last;
  const forged = { ...record, seq: seq + 1n, previousHash: new Uint8Array(hash) };
  await db.auditEvent.create({ data: { ...forged, hash: linkHash(OLD, hash, record) } });
  expect(await verdict(db, [NEW, OLD])).toEqual({ ok: false, fault: 'edited', seq: 7n });
  await attack(db, `DELETE FROM "AuditEvent" WHERE "seq" IN (4, 7)`);
  expect(await verdict(db, [NEW, OLD])).toMatchObject({ ok: false, seq: 4n });
  await close();
});

/** What the old key allows to compute. */
async function recompute(db: Db, { upTo }: { upTo: bigint }): Promise<void> {
  let previousHash = new Uint8Array(32);
  for (const { seq, hash: _hash, previousHash: _previousHash, ...record } of await readLog(db)) {
    if (seq > upTo) break;
    const hash = linkHash(OLD, previousHash, record);
    await db.auditEvent.update({ where: { seq }, data: { previousHash, hash } });
    previousHash = hash;
  }
}
