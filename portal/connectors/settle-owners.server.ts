/**
 * Brings the rows of counterparties whose account has changed to that account. The change itself (a tie confirmed,
 * ended or in quarantine) is one short transaction that marks the counterparty; the rows follow in batches, because
 * a large customer has hundreds of thousands and a sign-in must not wait for them. Callers return only when it is
 * done; a process that dies between leaves the mark, and the next import, tie or start of the portal goes on here.
 * Rows written meanwhile already get the new account.
 */
import type { Db, Tx } from '#prisma/client.ts';
import { BATCH_ROWS } from './engine/batches.ts';
import { OWNED_KINDS } from './engine/read-model/ownership.ts';
import type { OwnedKind } from './engine/read-model/ownership.ts';
import { lockReadModel } from './engine/read-model-lock.server.ts';
import { readTable, tableOf } from './engine/read-model/table.server.ts';
import type { Where } from './engine/read-model/table.server.ts';
import { releaseAgreed } from './release-rows.server.ts';

/** Documents and money first: what should be hidden soonest. */
const KINDS_TO_SETTLE = OWNED_KINDS.toReversed();

/**
 * Costs two indexed reads when there is nothing to do. Rows that moved by themselves, and whose former customer has
 * agreed, go first.
 * @returns how many rows got another account by their counterparty
 */
export async function settleOwners(db: Db): Promise<number> {
  await releaseAgreed(db);
  let settled = 0;
  for (;;) {
    const pending = await db.counterparty.findFirst({
      where: { isOwnerPending: true },
      select: { id: true },
    });
    if (pending === null) return settled;
    settled += await settleCounterparty(db, pending.id);
  }
}

async function settleCounterparty(db: Db, counterpartyId: string): Promise<number> {
  let settled = 0;
  for (const kind of KINDS_TO_SETTLE) settled += await settleKind(db, kind, counterpartyId);
  await db.$transaction(async (tx) => {
    await lockReadModel(tx);
    if (await isUnsettledInAnyKind(tx, counterpartyId)) return;
    await tx.counterparty.update({ where: { id: counterpartyId }, data: { isOwnerPending: false } });
  });
  return settled;
}

async function settleKind(db: Db, kind: OwnedKind, counterpartyId: string): Promise<number> {
  let settled = 0;
  while (await isUnsettled(db, kind, counterpartyId)) {
    settled += await db.$transaction(async (tx) => {
      await lockReadModel(tx);
      const accountId = await accountOf(tx, counterpartyId);
      const ids = await findUnsettled(tx, kind, { counterpartyId, accountId });
      await tableOf(tx, kind).updateMany({ where: { id: { in: ids } }, data: { accountId } });
      return ids.length;
    });
  }
  return settled;
}

async function isUnsettled(db: Db | Tx, kind: OwnedKind, counterpartyId: string): Promise<boolean> {
  const accountId = await accountOf(db, counterpartyId);
  return (await findUnsettled(db, kind, { counterpartyId, accountId })).length > 0;
}

/** Asked anew in each transaction: somebody may change it while the rows are on their way. */
async function accountOf(db: Db | Tx, counterpartyId: string): Promise<string | null> {
  const { accountId } = await db.counterparty.findUniqueOrThrow({
    where: { id: counterpartyId },
    select: { accountId: true },
  });
  return accountId;
}

/** Two questions rather than one with OR: each walks its own range of the index. */
async function findUnsettled(
  db: Db | Tx,
  kind: OwnedKind,
  { counterpartyId, accountId }: { counterpartyId: string; accountId: string | null },
): Promise<string[]> {
  const hidden = { counterpartyId, accountId: null, quarantinedAt: null };
  if (accountId === null) return findIds(db, kind, { counterpartyId, accountId: { not: null } });
  const ids = await findIds(db, kind, hidden);
  return ids.length > 0 ? ids : findIds(db, kind, { counterpartyId, accountId: { not: accountId } });
}

async function findIds(db: Db | Tx, kind: OwnedKind, where: Where): Promise<string[]> {
  const rows = await readTable(db, kind).findMany({ where, select: { id: true }, take: BATCH_ROWS });
  return rows.map(({ id }) => id);
}

async function isUnsettledInAnyKind(tx: Tx, counterpartyId: string): Promise<boolean> {
  for (const kind of KINDS_TO_SETTLE) {
    if (await isUnsettled(tx, kind, counterpartyId)) return true;
  }
  return false;
}
