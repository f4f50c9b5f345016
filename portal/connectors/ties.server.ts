/**
 * The tie between a customer account and a counterparty of a source: said by a person, with an eye on its tax id and
 * legal name, and never by a source. Everything that a customer sees follows from it.
 */
import type { Tx } from '#prisma/client.ts';
import { isSameIdentity } from './counterparty-identity.ts';
import type { CounterpartyIdentity } from './counterparty-identity.ts';
import { lockReadModel } from './engine/read-model-lock.server.ts';
import { settleOwners } from './settle-owners.server.ts';
import { accountsWithinReach, auditedAs } from './tie-desk.ts';
import type { TieActor, TieDeps } from './tie-desk.ts';

export interface ConfirmTie {
  accountId: string;
  counterpartyId: string;
  /** What the person had before their eyes. */
  seen: CounterpartyIdentity;
  actor: TieActor;
}

export type ConfirmTieOutcome =
  | { ok: true; tieId: string }
  /** Also for an account that is not within the actor's reach. */
  | { ok: false; reason: 'account_not_found' | 'counterparty_not_found' }
  /** The source has changed it since the page was shown. */
  | { ok: false; reason: 'changed_since_seen'; now: CounterpartyIdentity }
  | { ok: false; reason: 'tied_already' }
  /** That tie must be ended first, in quarantine or not. */
  | { ok: false; reason: 'tied_to_another_account' };

/**
 * Says that a counterparty is a customer of ours, or says so again after a quarantine. Its rows are the account's
 * when this returns, all but those that moved and wait for a confirmation of their own.
 */
export async function confirmTie(deps: TieDeps, request: ConfirmTie): Promise<ConfirmTieOutcome> {
  const outcome = await deps.db.$transaction(async (tx) => {
    await lockReadModel(tx);
    return storeTie(tx, deps, request);
  });
  if (outcome.ok) await settleOwners(deps.db);
  return outcome;
}

async function storeTie(tx: Tx, deps: TieDeps, request: ConfirmTie): Promise<ConfirmTieOutcome> {
  const { accountId, counterpartyId, seen, actor } = request;
  const account = await tx.customerAccount.findFirst({
    where: { id: accountId, status: 'active', ...accountsWithinReach(actor) },
    select: { id: true },
  });
  if (!account) return { ok: false, reason: 'account_not_found' };
  const counterparty = await tx.counterparty.findUnique({
    where: { id: counterpartyId },
    select: { sourceId: true, taxId: true, legalName: true },
  });
  if (!counterparty) return { ok: false, reason: 'counterparty_not_found' };
  const { sourceId, ...identity } = counterparty;
  if (!isSameIdentity(seen, identity)) return { ok: false, reason: 'changed_since_seen', now: identity };

  const open = await tx.accountTie.findFirst({
    where: { counterpartyId, status: { in: ['confirmed', 'quarantined'] } },
    select: { id: true, accountId: true, status: true },
  });
  if (open && open.accountId !== accountId) return { ok: false, reason: 'tied_to_another_account' };
  if (open?.status === 'confirmed') return { ok: false, reason: 'tied_already' };

  const at = deps.now();
  const confirmed = {
    ...identity,
    status: 'confirmed',
    reason: null,
    quarantinedAt: null,
    confirmedById: actor.kind === 'operator' ? null : actor.holderId,
    confirmedAt: at,
  };
  const tie = open
    ? await tx.accountTie.update({ where: { id: open.id }, data: confirmed, select: { id: true } })
    : await tx.accountTie.create({
        data: { ...confirmed, accountId, sourceId, counterpartyId },
        select: { id: true },
      });
  await giveCounterparty(tx, { counterpartyId, accountId });
  const details = { sourceId, counterpartyId };
  await deps.audit.record(tx, {
    type: 'tie_confirmed',
    result: 'ok',
    accountId,
    ...auditedAs(actor),
    details,
    at,
  });
  return { ok: true, tieId: tie.id };
}

export interface EndTie {
  tieId: string;
  /** In the words of whoever ends it. */
  reason: string;
  actor: TieActor;
}

export type EndTieOutcome = { ok: true } | { ok: false; reason: 'not_found' | 'ended_already' };

/** Says that a counterparty is not this customer, or no longer. Its rows are nobody's when this returns. */
export async function endTie(deps: TieDeps, { tieId, reason, actor }: EndTie): Promise<EndTieOutcome> {
  const outcome = await deps.db.$transaction(async (tx): Promise<EndTieOutcome> => {
    await lockReadModel(tx);
    const at = deps.now();
    const tie = await tx.accountTie.findFirst({
      where: { id: tieId, account: accountsWithinReach(actor) },
      select: { accountId: true, sourceId: true, counterpartyId: true, status: true },
    });
    if (!tie) return { ok: false, reason: 'not_found' };
    if (tie.status === 'ended') return { ok: false, reason: 'ended_already' };
    const { accountId, sourceId, counterpartyId } = tie;
    await tx.accountTie.update({
      where: { id: tieId },
      data: { status: 'ended', endedAt: at, reason },
      select: { id: true },
    });
    await giveCounterparty(tx, { counterpartyId, accountId: null });
    const details = { sourceId, counterpartyId };
    await deps.audit.record(tx, {
      type: 'tie_ended',
      result: 'ok',
      accountId,
      note: reason,
      ...auditedAs(actor),
      details,
      at,
    });
    return { ok: true };
  });
  if (outcome.ok) await settleOwners(deps.db);
  return outcome;
}

async function giveCounterparty(
  tx: Tx,
  { counterpartyId, accountId }: { counterpartyId: string; accountId: string | null },
): Promise<void> {
  await tx.counterparty.update({
    where: { id: counterpartyId },
    data: { accountId, quarantinedAt: null, isOwnerPending: true },
    select: { id: true },
  });
}
