/** Builders for the audit log, and an attacker who can write to the database. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createAudit } from '#auth/audit/audit.ts';
import { linkHash } from '#auth/audit/audit-chain.ts';
import type { AuditEvent } from '#auth/audit/audit-event.ts';
import { auditRows } from '#auth/audit/audit-rows.ts';
import type { AuditRow } from '#auth/audit/audit-rows.ts';
import { readCheckpoints } from '#auth/audit/checkpoint-file.ts';
import { verifyAudit } from '#auth/audit/verify-audit.ts';
import type { AuditVerdict } from '#auth/audit/verify-audit.ts';
import type { Db, Tx } from '#prisma/client.ts';

export const NOON = new Date('2026-03-05T12:00:00.000Z');
export const AUDIT_KEY = new Uint8Array(32).fill(7);
export const audit = createAudit({ keys: [AUDIT_KEY] });
export const checkpointKeys = generateKeyPairSync('ed25519');

export function aRevocation(differences: { keyId?: string; note?: string; at?: Date } = {}): AuditEvent {
  return {
    type: 'key_revoked',
    result: 'ok',
    actorId: 'manager-1',
    keyId: 'key-1',
    note: 'lost on a train',
    trace: { ip: '192.0.2.7', userAgentHash: 'ab'.repeat(32) },
    at: NOON,
    ...differences,
  };
}

/** Records `count` events, a minute apart, of the keys key-1, key-2 … */
export async function recordSome(tx: Tx, count: number, first = 1): Promise<void> {
  for (let number = first; number < first + count; number += 1) {
    const at = new Date(NOON.getTime() + number * 60_000);
    await audit.record(tx, aRevocation({ keyId: `key-${number}`, at }));
  }
}

export async function readLog(db: Db | Tx): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  for await (const row of auditRows(db)) rows.push(row);
  return rows;
}

export function aCheckpointFolder(): string {
  return join(inject('testFolder'), randomUUID());
}

/** What `brelok audit verify` would find. Without a folder there are no checkpoints. */
export async function verify(db: Db | Tx, folder = aCheckpointFolder()): Promise<AuditVerdict> {
  const checkpoints = await readCheckpoints(folder, checkpointKeys.publicKey);
  return verifyAudit(db, { auditKeys: [AUDIT_KEY], checkpoints });
}

/** Somebody who may do anything in the database, and so first switches off what keeps the log append-only. */
export async function attack(db: Db | Tx, ...statements: string[]): Promise<void> {
  const disarm =
    db.provider === 'sqlite'
      ? ['changed', 'removed'].map((what) => `DROP TRIGGER IF EXISTS "AuditEvent_never_${what}"`)
      : ['ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL'];
  const insertFreely = db.provider === 'sqlite' ? ['DROP TRIGGER IF EXISTS "AuditEvent_only_appended"'] : [];
  for (const sql of [...disarm, ...insertFreely, ...statements]) await db.$executeRawUnsafe(sql);
}

/** Computes every hash anew, as somebody can who has the audit key too. */
export async function recomputeChain(db: Db | Tx): Promise<void> {
  let previousHash = new Uint8Array(32);
  for (const { seq, hash: _hash, previousHash: _previousHash, ...record } of await readLog(db)) {
    const hash = linkHash(AUDIT_KEY, previousHash, record);
    await db.auditEvent.update({ where: { seq }, data: { previousHash, hash } });
    previousHash = hash;
  }
}

/** Runs `work` in a transaction and undoes it, so that tests that spoil the log can share one. */
export async function undoing(db: Db, work: (tx: Tx) => Promise<void>): Promise<void> {
  const undo = new Error('undo');
  const spoilt = db.$transaction(
    async (tx) => {
      await work(tx);
      throw undo;
    },
    { timeout: 60_000 },
  );
  await spoilt.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
}
