import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { CHAIN_START, linkHash } from './audit-chain.ts';
import type { AuditRecord } from './audit-chain.ts';
import type { AuditKeyring, NewestEvent } from './audit-keyring.ts';
import type { AuditEvent } from './audit-event.ts';
import { toSafeText } from './safe-text.ts';

/** Reads "brelokal" in ASCII. */
export const AUDIT_LOCK = 0x6272656c6f6b616cn;
const LONGEST_REFERENCE = 200;
const LONGEST_NOTE = 1_000;

/**
 * Adds an event to the log, in the transaction of the change that it tells of. Constant work: one read of the newest
 * row, one insert, for a deputy one more (on PostgreSQL a lock before them, held until the transaction ends: call this last in it).
 *
 * @param auditKey under which it goes, or who finds it by the newest event
 * @returns the event, which is the newest now
 */
export async function recordAuditEvent(
  tx: Tx,
  event: AuditEvent,
  auditKey: Uint8Array | AuditKeyring,
): Promise<NewestEvent> {
  const deputyFor = await findOnBehalfOf(tx, event);
  await lockUntilTransactionEnds(tx, AUDIT_LOCK);
  const newest = await tx.auditEvent.findFirst({
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  const previousHash = newest?.hash ?? CHAIN_START;
  const record = toRecord(event, deputyFor);
  const key = auditKey instanceof Uint8Array ? auditKey : await auditKey.keyFor(tx, newest);
  const added = { seq: (newest?.seq ?? 0n) + 1n, hash: linkHash(key, previousHash, record) };
  await tx.auditEvent.create({ data: { ...record, ...added, previousHash }, select: { seq: true } });
  if (!(auditKey instanceof Uint8Array)) auditKey.note(added, key);
  return added;
}

/** The manager in whose place it was done: of a deputy, where the account is that manager's. */
async function findOnBehalfOf(
  tx: Tx,
  { standsInFor = [], accountId }: Pick<AuditEvent, 'standsInFor' | 'accountId'>,
): Promise<string | null> {
  if (standsInFor.length === 0 || accountId === null || accountId === undefined) return null;
  const account = await tx.customerAccount.findUnique({
    where: { id: accountId },
    select: { accountManagerId: true },
  });
  return standsInFor.find((managerId) => managerId === account?.accountManagerId) ?? null;
}

function toRecord(event: AuditEvent, deputyFor: string | null): AuditRecord {
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
    detailsJson: toDetailsJson({ ...event.details, ...(deputyFor !== null && { deputyFor }) }),
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
