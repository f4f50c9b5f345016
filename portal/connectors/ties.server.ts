/**
 * The tie between a customer account and a counterparty of a source: said by a person, with an eye on its tax id and
 * legal name, and never by a source. Everything that a customer sees follows from it.
 */
import { giveCounterparty, putTie } from '#auth/ties/put-tie.ts';
import type { WishedTie } from '#auth/ties/put-tie.ts';
import { tieOrAsk } from '#auth/ties/tie-or-ask.ts';
import type { TieOrAskOutcome } from '#auth/ties/tie-or-ask.ts';
import type { Tx } from '#prisma/client.ts';
import { forgetDraftsOf } from './engine/forget-drafts.server.ts';
import { lockReadModel } from './engine/read-model-lock.server.ts';
import { settleOwners } from './settle-owners.server.ts';
import { accountsWithinReach, auditedAs } from './tie-desk.ts';
import type { TieActor, TieDeps } from './tie-desk.ts';

export interface ConfirmTie extends WishedTie {
  actor: TieActor;
}

export type ConfirmTieOutcome =
  | TieOrAskOutcome
  /** Also for an account that is not within the actor's reach. */
  | { ok: false; reason: 'account_not_found' };

/**
 * Says that a counterparty is a customer of ours, or says so again after a quarantine. Its rows are the account's
 * when this returns, all but those that moved and wait for a confirmation of their own. Where it was another customer's
 * until now, a manager only asks, and that customer confirms (REC-05 amended).
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
  const { actor, ...wished } = request;
  const account = await tx.customerAccount.findFirst({
    where: { id: wished.accountId, status: 'active', ...accountsWithinReach(actor) },
    select: { id: true },
  });
  if (!account) return { ok: false, reason: 'account_not_found' };
  const at = deps.now();
  if (actor.kind === 'operator')
    return putTie(tx, deps.audit, { ...wished, confirmedById: null, by: auditedAs(actor), at });
  const { holderId: actorId, sessionId, standsInFor, trace } = actor;
  return tieOrAsk(tx, deps.audit, { ...wished, by: { actorId, sessionId, standsInFor }, trace, at });
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
    await forgetDraftsOf(tx, { accountId, counterpartyId });
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
