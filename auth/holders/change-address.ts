import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import { propose, withdrawProposals } from '../proposals/propose.ts';
import { isNotificationAddress, isSameAddress } from './notification-address.ts';
import { findGuards, storeAddress } from './store-address.ts';

export type ChangeAddress = {
  accountId: string;
  holderId: string;
  address: string;
  /** In the words of whoever changes it. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ChangeAddressOutcome =
  /** `isProposed`: an owner of the account has to confirm it first. */
  | { ok: true; isProposed: boolean }
  /** Also for an account that is not the actor's. */
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'no_address' | 'same_address' | 'overtaken' }
  /** The person belongs, or belonged, to another company that has keys: they change it themselves. */
  | { ok: false; reason: 'theirs_alone' };

/**
 * A manager changes the address to which the portal writes to somebody of their customer. As long as no company of that
 * person has a key in use it happens at once; afterwards an owner of the account confirms it (REC-05 amended): whoever
 * could turn the letters away could do the rest unseen.
 */
export async function changeAddress(
  services: AuthServices,
  request: ChangeAddress,
): Promise<ChangeAddressOutcome> {
  if (!isNotificationAddress(request.address)) return { ok: false, reason: 'no_address' };
  const outcome = await services.db.$transaction((tx) => change(tx, services, request));
  const { actor, accountId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'people:manage', target, trace });
}

async function change(
  tx: Tx,
  { audit, now }: AuthServices,
  { accountId, holderId, address, reason, actor, trace }: ChangeAddress,
): Promise<ChangeAddressOutcome> {
  const member = await tx.membership.findFirst({
    where: {
      accountId,
      holderId,
      status: 'active',
      holder: { kind: 'customer', status: 'active' },
      account: accountsWithin(actor, 'people:manage'),
    },
    select: { holder: { select: { email: true } } },
  });
  if (member === null) return { ok: false, reason: 'not_found' };
  const from = member.holder.email;
  if (isSameAddress(from, address)) return { ok: false, reason: 'same_address' };

  const at = now();
  const about = { accountId, by: actedBy(actor), trace, at };
  const guards = await findGuards(tx, holderId);
  if (guards.some((guard) => guard !== accountId)) return { ok: false, reason: 'theirs_alone' };
  if (guards.length > 0) {
    await withdrawProposals(tx, { subjectId: holderId, accountId, kind: 'address_change', at });
    const payload = { kind: 'address_change', holderId, from, to: address } as const;
    await propose(tx, audit, { ...about, payload, reason });
    return { ok: true, isProposed: true };
  }
  const isStored = await storeAddress(tx, audit, { ...about, holderId, from, to: address, note: reason });
  return isStored ? { ok: true, isProposed: false } : { ok: false, reason: 'overtaken' };
}
