import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { returnToStock } from '../keys/return-to-stock.ts';
import { revokeKeys } from '../keys/revoke-keys.ts';
import { tellOfClosing } from '../letters/tell-of-closing.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import { endAllInAccount } from '../sessions/end-sessions.ts';
import { endMemberships, untieDiscounts } from './end-ties-of-account.ts';
import { findClosingKeys, hashOfKeys } from './find-closing.ts';

export type CloseAccount = {
  accountId: string;
  /** In the words of whoever closes it. */
  reason: string;
  /** Of the list of keys that was on the screen: nobody signs what they have not seen. */
  seenKeysHash: string;
  /** Keys that were never handed out and lie at the desk: they go back into stock. */
  returnedKeyIds: readonly string[];
  actor: StaffActor;
  trace: RequestTrace;
};

export type ClosedAccount = {
  revokedKeys: number;
  returnedKeys: number;
  endedSessions: number;
  removedPeople: number;
};

export type CloseAccountOutcome =
  | ({ ok: true } & ClosedAccount)
  /** Also for an account out of the actor's reach: a deputy closes none. */
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'closed_already' }
  /** A key was issued or revoked since the page was shown. */
  | { ok: false; reason: 'keys_changed' };

/** An account may have hundreds of keys; for so long nobody else writes. */
const TRANSACTION_MS = 60_000;

/**
 * Ends a customer's account in one transaction (REC-08): its keys are revoked, and sessions, links, tickets, PINs,
 * proposals, memberships and discounts end with it. Open tabs and streams notice within five seconds. What was ordered,
 * priced and signed stays as it was; other accounts of the same people are untouched.
 */
export async function closeAccount(
  services: AuthServices,
  request: CloseAccount,
): Promise<CloseAccountOutcome> {
  const outcome = await services.db.$transaction((tx) => close(tx, services, request), {
    timeout: TRANSACTION_MS,
  });
  const { actor, accountId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'account:close', target, trace });
}

async function close(
  tx: Tx,
  services: AuthServices,
  { accountId, reason, seenKeysHash, returnedKeyIds, actor, trace }: CloseAccount,
): Promise<CloseAccountOutcome> {
  const { audit } = services;
  const at = services.now();
  const reach = { id: accountId, ...accountsWithin(actor, 'account:close') };
  const account = await tx.customerAccount.findFirst({ where: reach, select: { status: true } });
  if (account === null) return { ok: false, reason: 'not_found' };
  if (account.status !== 'active') return { ok: false, reason: 'closed_already' };
  const keys = await findClosingKeys(tx, accountId);
  if (hashOfKeys(accountId, keys) !== seenKeysHash) return { ok: false, reason: 'keys_changed' };
  const { count } = await tx.customerAccount.updateMany({
    where: { ...reach, status: 'active' },
    data: { status: 'closed' },
  });
  if (count === 0) return { ok: false, reason: 'closed_already' };

  const circumstances = { actor, trace, at };
  const revoked = await revokeKeys(tx, audit, {
    of: { accountId },
    reason,
    by: actedBy(actor),
    trace,
    at,
  });
  const returned = keys.filter(({ keyId, mayReturn }) => mayReturn && returnedKeyIds.includes(keyId));
  const returnedKeys = await returnToStock(tx, audit, {
    keyIds: returned.map(({ keyId }) => keyId),
    ...circumstances,
  });
  const endedSessions =
    revoked.endedSessions + (await endAllInAccount(tx, { accountId, reason: 'account_closed', at }));
  const removedPeople = await endMemberships(tx, audit, { accountId, reason, ...circumstances });
  const endedDiscounts = await untieDiscounts(tx, audit, { accountId, reason, ...circumstances });
  const proposals = await tx.proposal.updateMany({
    where: { accountId, status: 'open' },
    data: { status: 'withdrawn', decidedAt: at },
  });
  const closed = { revokedKeys: revoked.keyIds.length, returnedKeys, endedSessions, removedPeople };
  await tellOfClosing(tx, { accountId, revokedKeys: closed.revokedKeys, at });
  await audit.record(tx, {
    type: 'account_closed',
    result: 'ok',
    ...actedBy(actor),
    accountId,
    note: reason,
    details: { ...closed, endedDiscounts, withdrawnProposals: proposals.count },
    trace,
    at,
  });
  return { ok: true, ...closed };
}
