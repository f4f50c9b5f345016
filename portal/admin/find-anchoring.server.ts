import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { readLastCheckpoint } from '#auth/audit/checkpoint-file.ts';
import type { PortalServices } from '../portal-services.server.ts';

/** How far the audit log is proven by a signature that lies outside the database. */
export type Anchoring =
  | { state: 'anchored'; at: Date; eventsSince: bigint }
  | { state: 'never' }
  /** The last line is not ours: `audit verify` must be run. */
  | { state: 'forged' };

/** Reads the newest checkpoint; costs the same however long the log is. */
export async function findAnchoring({
  db,
  env,
  secrets,
}: Pick<PortalServices, 'db' | 'env' | 'secrets'>): Promise<Anchoring> {
  const folder = join(env.dataDir, 'audit-checkpoints');
  const line = await readLastCheckpoint(folder, createPublicKey(secrets.checkpointKey));
  if (line === null) return { state: 'never' };
  if (!line.ok) return { state: 'forged' };
  const newest = await db.auditEvent.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } });
  const { seq, at } = line.checkpoint;
  return { state: 'anchored', at, eventsSince: (newest?.seq ?? seq) - seq };
}
