import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { Actor } from '../permissions/actor.ts';
import { propose, withdrawProposals } from '../proposals/propose.ts';
import { isNotificationAddress, isSameAddress } from './notification-address.ts';
import { storeAddress } from './store-address.ts';
import type { StoreAddress } from './store-address.ts';
import { weighKey } from './whose-word.ts';

export type ChangeOwnAddress = { address: string; actor: Actor; trace: RequestTrace };

export type ChangeOwnAddressOutcome =
  /** `isProposed`: an owner of another company of theirs, on whose word it hangs as well, has to confirm it first. */
  | { ok: true; isProposed: boolean }
  | { ok: false; reason: 'no_address' | 'same_address' }
  /** It hangs on the word of other companies of theirs, and the key is for none of those; or on more than one more. */
  | { ok: false; reason: 'theirs_alone' }
  /** Changed elsewhere in the same moment. */
  | { ok: false; reason: 'overtaken' };

/**
 * Somebody changes the address to which the portal writes to them, customer or staff. Whoever calls has just asked their
 * key (SES-13). The old address and the owners of their companies are told, and it can't be left empty. A key for a new
 * company, which its manager can register themselves, turns no letters of another one away (REC-05 amended).
 */
export async function changeOwnAddress(
  services: AuthServices,
  request: ChangeOwnAddress,
): Promise<ChangeOwnAddressOutcome> {
  if (!isNotificationAddress(request.address)) return { ok: false, reason: 'no_address' };
  return services.db.$transaction((tx) => change(tx, services, request));
}

async function change(
  tx: Tx,
  { audit, now }: AuthServices,
  { address: to, actor, trace }: ChangeOwnAddress,
): Promise<ChangeOwnAddressOutcome> {
  const { holderId, keyId } = actor;
  const { email: from } = await tx.holder.findUniqueOrThrow({
    where: { id: holderId },
    select: { email: true },
  });
  if (isSameAddress(from, to)) return { ok: false, reason: 'same_address' };
  const about = { holderId, from, to, by: actedBy(actor), trace, at: now() };
  if (actor.kind === 'staff') return store(tx, audit, { ...about, accountId: null });
  const { hasWord, lacking } = await weighKey(tx, { holderId, keyId });
  const [accountId, ...others] = lacking;
  if (accountId === undefined) return store(tx, audit, { ...about, accountId: actor.accountId });
  if (!hasWord || others.length > 0) return { ok: false, reason: 'theirs_alone' };
  await ask(tx, audit, { ...about, accountId, askedWithKeyId: keyId });
  return { ok: true, isProposed: true };
}

async function store(
  tx: Tx,
  audit: AuthServices['audit'],
  change: StoreAddress,
): Promise<ChangeOwnAddressOutcome> {
  const isStored = await storeAddress(tx, audit, change);
  return isStored ? { ok: true, isProposed: false } : { ok: false, reason: 'overtaken' };
}

/** Puts it before the owners of the one company that has a word in it as well; what waited there before does no longer. */
async function ask(
  tx: Tx,
  audit: AuthServices['audit'],
  {
    holderId,
    from,
    to,
    accountId,
    askedWithKeyId,
    by,
    trace,
    at,
  }: StoreAddress & { accountId: string; askedWithKeyId: string },
): Promise<void> {
  await withdrawProposals(tx, { subjectId: holderId, accountId, kind: 'address_change', at });
  const payload = { kind: 'address_change', holderId, from, to, askedWithKeyId } as const;
  await propose(tx, audit, { accountId, payload, by, trace, at });
}
