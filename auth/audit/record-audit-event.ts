import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { CHAIN_START, linkHash } from './audit-chain.ts';
import type { AuditRecord } from './audit-chain.ts';
import type { AuditEvent } from './audit-event.ts';
import { toSafeText } from './safe-text.ts';

/** Reads "brelokal" in ASCII. */
const AUDIT_LOCK = 0x6272656c6f6b616cn;
const LONGEST_REFERENCE = 200;
const LONGEST_NOTE = 1_000;

/**
 * Adds an event to the log, in the transaction of the change that it tells of. Constant work: one read of the newest
 * row, one insert (on PostgreSQL a lock before them, held until the transaction ends: call this last in it).
 */
export async function recordAuditEvent(tx: Tx, event: AuditEvent, auditKey: Uint8Array): Promise<void> {
  await lockUntilTransactionEnds(tx, AUDIT_LOCK);
  const newest = await tx.auditEvent.findFirst({
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  const previousHash = newest?.hash ?? CHAIN_START;
  const record = toRecord(event);
  await tx.auditEvent.create({
    data: {
      ...record,
      seq: (newest?.seq ?? 0n) + 1n,
      previousHash,
      hash: linkHash(auditKey, previousHash, record),
    },
    select: { seq: true },
  });
}

function toRecord(event: AuditEvent): AuditRecord {
  return {
    at: event.at,
    type: event.type,
    result: event.result,
    actorId: textOrNull(event.actorId),
    reason: textOrNull(event.reason),
    note: textOrNull(event.note, LONGEST_NOTE),
    accountId: textOrNull(event.accountId),
    holderId: textOrNull(event.holderId),
    keyId: textOrNull(event.keyId),
    sessionId: textOrNull(event.sessionId),
    tier: event.tier ?? null,
    ip: textOrNull(event.trace?.ip),
    userAgentHash: textOrNull(event.trace?.userAgentHash),
    detailsJson: toDetailsJson(event.details ?? {}),
  };
}

function toDetailsJson(details: NonNullable<AuditEvent['details']>): string {
  const entries = Object.entries(details)
    .map(
      ([name, value]) =>
        [name, typeof value === 'string' ? toSafeText(value, LONGEST_REFERENCE) : value] as const,
    )
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}

function textOrNull(text: string | null | undefined, maxLength = LONGEST_REFERENCE): string | null {
  return text === null || text === undefined ? null : toSafeText(text, maxLength);
}
