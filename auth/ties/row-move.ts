import type { Db, Tx } from '#prisma/client.ts';
import type { AuditEvent } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import { ProposalPayload } from '../proposals/proposal.ts';
import type { RowMove } from '../proposals/proposal.ts';
import { findFormerCustomer } from './tie-or-ask.ts';

/** A tie that was ended gives no say in what is the next customer's. */
export const OPEN_TIES = ['confirmed', 'quarantined'] as const;

/** @returns whose a counterparty is, though it may wait in quarantine; null: nobody's */
export async function findTiedAccount(tx: Tx, counterpartyId: string): Promise<string | null> {
  const tie = await tx.accountTie.findFirst({
    where: { counterpartyId, status: { in: [...OPEN_TIES] } },
    select: { accountId: true },
  });
  return tie?.accountId ?? null;
}

/** Rows of which a customer was asked whether they may go, and has not answered. */
export async function findAskedRows(db: Db, now: Date): Promise<Set<string>> {
  const open = await db.proposal.findMany({
    where: { kind: 'row_move', status: 'open', expiresAt: { gt: now } },
    select: { payloadJson: true },
  });
  const payloads = open.map(({ payloadJson }) => ProposalPayload.parse(JSON.parse(payloadJson)));
  return new Set(
    payloads.flatMap((payload) =>
      payload.kind === 'row_move' ? payload.rows.map(({ rowId }) => rowId) : [],
    ),
  );
}

/**
 * Whether it still is as it was asked for: this customer is the one that loses the rows, the other one gets them, and
 * some of them still wait for just that. The caller holds the lock of the ties.
 */
export async function canMoveRows(
  tx: Tx,
  { accountId, payload }: { accountId: string; payload: RowMove },
): Promise<boolean> {
  const { fromCounterpartyId, toCounterpartyId, toAccountId } = payload;
  if ((await findTiedAccount(tx, toCounterpartyId)) !== toAccountId) return false;
  const lost = { accountId: toAccountId, counterpartyId: fromCounterpartyId };
  if ((await findFormerCustomer(tx, lost)) !== accountId) return false;
  return (await tx.movedRow.count({ where: waitingFor(payload) })) > 0;
}

export type AgreeToRows = {
  payload: RowMove;
  by: Pick<AuditEvent, 'actorId' | 'sessionId' | 'tier' | 'trace'>;
  at: Date;
};

/**
 * Notes that the customer that loses them agrees. A row that its source has moved on meanwhile is left as it is. The
 * rows are released when the caller settles their owners; until then they are nobody's.
 */
export async function agreeToRows(tx: Tx, audit: Audit, { payload, by, at }: AgreeToRows): Promise<void> {
  const where = waitingFor(payload);
  const rows = await tx.movedRow.findMany({
    where,
    orderBy: { rowId: 'asc' },
    select: { rowId: true, kind: true, sourceId: true },
  });
  await tx.movedRow.updateMany({ where, data: { agreedAt: at } });
  for (const details of rows)
    await audit.record(tx, { type: 'row_confirmed', result: 'ok', ...by, details, at });
}

function waitingFor({ rows, fromCounterpartyId, toCounterpartyId }: RowMove) {
  const rowId = { in: rows.map((row) => row.rowId) };
  return { rowId, fromCounterpartyId, toCounterpartyId, agreedAt: null };
}
