import type { Db, Tx } from '#prisma/client.ts';
import type { AuditRecord } from './audit-chain.ts';

/** An event as it is stored. */
export type AuditRow = AuditRecord & { seq: bigint; previousHash: Uint8Array; hash: Uint8Array };

const PAGE_SIZE = 1_000;

export const AUDIT_COLUMNS = {
  seq: true,
  previousHash: true,
  hash: true,
  at: true,
  type: true,
  result: true,
  actorId: true,
  reason: true,
  note: true,
  accountId: true,
  holderId: true,
  keyId: true,
  sessionId: true,
  tier: true,
  ip: true,
  userAgentHash: true,
  detailsJson: true,
} as const;

/** All events from the first to the newest, of which only a page is in memory at a time. */
export async function* auditRows(db: Db | Tx): AsyncGenerator<AuditRow> {
  let after = 0n;
  for (;;) {
    const page = await db.auditEvent.findMany({
      where: { seq: { gt: after } },
      orderBy: { seq: 'asc' },
      take: PAGE_SIZE,
      select: AUDIT_COLUMNS,
    });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
