import type { Db, Tx } from '#prisma/client.ts';
import type { AuditEvent } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import { isGuardedAccount } from '../proposals/guarded-account.ts';
import { withdrawProposals } from '../proposals/propose.ts';
import { askFormerCustomer } from './ask-former-customer.ts';
import { judgeTie, putTie } from './put-tie.ts';
import type { TieFault, WishedTie } from './put-tie.ts';

/**
 * Who has to confirm that a counterparty becomes another customer's: the account that it was last, where somebody of it
 * has ever had a key. What that customer ordered and was sent would be read by whoever holds the other account's keys,
 * and a manager can open such an account for it (REC-05 amended).
 * @param accountId whose it is to become; null: it is not said yet
 * @returns null where nobody has to: it was nobody's, or this account's own, or of a customer without keys
 */
export async function findFormerCustomer(
  tx: Db | Tx,
  { accountId, counterpartyId }: { accountId: string | null; counterpartyId: string },
): Promise<string | null> {
  const last = await tx.accountTie.findFirst({
    where: { counterpartyId },
    orderBy: [{ confirmedAt: 'desc' }, { id: 'desc' }],
    select: { accountId: true },
  });
  if (last === null || last.accountId === accountId) return null;
  return (await isGuardedAccount(tx, last.accountId)) ? last.accountId : null;
}

export type TieOrAsk = WishedTie & {
  by: { actorId: string; sessionId: string; standsInFor: readonly string[] };
  trace: AuditEvent['trace'];
  at: Date;
};

export type TieOrAskOutcome =
  | { ok: true; tieId: string }
  /** It was another customer's, who now has to confirm it; until then it is nobody's. */
  | { ok: false; reason: 'former_customer_asked' }
  | TieFault;

/**
 * A manager says that a counterparty is a customer of ours. Where it was another customer's until now, the owners of
 * that one are asked in place of it, and what waited about this counterparty is taken back; the same, asked for twice,
 * waits once. The caller holds the lock of the ties.
 */
export async function tieOrAsk(
  tx: Tx,
  audit: Audit,
  { by, trace, at, ...wished }: TieOrAsk,
): Promise<TieOrAskOutcome> {
  const possible = await judgeTie(tx, wished);
  if (!possible.ok) return possible;
  const formerAccountId = await findFormerCustomer(tx, wished);
  const { accountId: toAccountId, counterpartyId, seen } = wished;
  if (formerAccountId === null) {
    await withdrawProposals(tx, { accountId: toAccountId, subjectId: counterpartyId, kind: 'tie_move', at });
    return putTie(tx, audit, { ...wished, confirmedById: by.actorId, by: { ...by, trace }, at });
  }
  const payload = { kind: 'tie_move', counterpartyId, toAccountId, ...seen } as const;
  await askFormerCustomer(tx, audit, { accountId: formerAccountId, payload, by, trace, at });
  return { ok: false, reason: 'former_customer_asked' };
}
