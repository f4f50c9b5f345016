import type { Tx } from '#prisma/client.ts';
import type { AuditEvent } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import { isSameIdentity } from './counterparty-identity.ts';
import type { CounterpartyIdentity } from './counterparty-identity.ts';

export type WishedTie = {
  accountId: string;
  counterpartyId: string;
  /** What the person had before their eyes. */
  seen: CounterpartyIdentity;
};

export type TieFault =
  | { ok: false; reason: 'counterparty_not_found' }
  /** The source has changed it since the page was shown. */
  | { ok: false; reason: 'changed_since_seen'; now: CounterpartyIdentity }
  | { ok: false; reason: 'tied_already' }
  /** That tie must be ended first, in quarantine or not. */
  | { ok: false; reason: 'tied_to_another_account' };

/** What a tie is made of; `waitingTieId` of the one that is in quarantine. */
type PossibleTie = {
  ok: true;
  sourceId: string;
  identity: CounterpartyIdentity;
  waitingTieId: string | null;
};

/** Whether a counterparty could be said to be this account now. The caller holds the lock of the ties. */
export async function judgeTie(
  tx: Tx,
  { accountId, counterpartyId, seen }: WishedTie,
): Promise<PossibleTie | TieFault> {
  const counterparty = await tx.counterparty.findUnique({
    where: { id: counterpartyId },
    select: { sourceId: true, taxId: true, legalName: true },
  });
  if (counterparty === null) return { ok: false, reason: 'counterparty_not_found' };
  const { sourceId, ...identity } = counterparty;
  if (!isSameIdentity(seen, identity)) return { ok: false, reason: 'changed_since_seen', now: identity };
  const open = await tx.accountTie.findFirst({
    where: { counterpartyId, status: { in: ['confirmed', 'quarantined'] } },
    select: { id: true, accountId: true, status: true },
  });
  if (open !== null && open.accountId !== accountId) return { ok: false, reason: 'tied_to_another_account' };
  if (open?.status === 'confirmed') return { ok: false, reason: 'tied_already' };
  return { ok: true, sourceId, identity, waitingTieId: open?.id ?? null };
}

export type PutTie = WishedTie & {
  /** Who says so; null: the operator of the server. */
  confirmedById: string | null;
  by: Pick<AuditEvent, 'actorId' | 'sessionId' | 'tier' | 'standsInFor' | 'trace'>;
  at: Date;
};

/**
 * Says that a counterparty is a customer of ours, or says so again after a quarantine, with its audit event. Its rows
 * follow when the caller settles their owners; until then they are nobody's. The caller holds the lock of the ties.
 */
export async function putTie(
  tx: Tx,
  audit: Audit,
  { confirmedById, by, at, ...wished }: PutTie,
): Promise<{ ok: true; tieId: string } | TieFault> {
  const possible = await judgeTie(tx, wished);
  if (!possible.ok) return possible;
  const { accountId, counterpartyId } = wished;
  const { sourceId, identity, waitingTieId } = possible;
  const quarantine = { reason: null, quarantinedAt: null };
  const data = { ...identity, ...quarantine, status: 'confirmed', confirmedById, confirmedAt: at };
  const { id: tieId } =
    waitingTieId === null
      ? await tx.accountTie.create({
          data: { ...data, accountId, sourceId, counterpartyId },
          select: { id: true },
        })
      : await tx.accountTie.update({ where: { id: waitingTieId }, data, select: { id: true } });
  await giveCounterparty(tx, { counterpartyId, accountId });
  const details = { sourceId, counterpartyId };
  await audit.record(tx, { type: 'tie_confirmed', result: 'ok', accountId, ...by, details, at });
  return { ok: true, tieId };
}

/** Marks a counterparty whose rows are to follow it to an account, or to nobody. */
export async function giveCounterparty(
  tx: Tx,
  { counterpartyId, accountId }: { counterpartyId: string; accountId: string | null },
): Promise<void> {
  await tx.counterparty.update({
    where: { id: counterpartyId },
    data: { accountId, quarantinedAt: null, isOwnerPending: true },
    select: { id: true },
  });
}
