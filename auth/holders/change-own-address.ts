import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { Actor } from '../permissions/actor.ts';
import { isNotificationAddress, isSameAddress } from './notification-address.ts';
import { storeAddress } from './store-address.ts';

export type ChangeOwnAddress = { address: string; actor: Actor; trace: RequestTrace };

export type ChangeOwnAddressOutcome =
  | { ok: true }
  | { ok: false; reason: 'no_address' | 'same_address' }
  /** Changed elsewhere in the same moment. */
  | { ok: false; reason: 'overtaken' };

/**
 * Somebody changes the address to which the portal writes to them, customer or staff. Whoever calls has just asked their
 * key (SES-13). The old address and the owners of their companies are told, and it can't be left empty.
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
  { address, actor, trace }: ChangeOwnAddress,
): Promise<ChangeOwnAddressOutcome> {
  const { holderId } = actor;
  const { email: from } = await tx.holder.findUniqueOrThrow({
    where: { id: holderId },
    select: { email: true },
  });
  if (isSameAddress(from, address)) return { ok: false, reason: 'same_address' };
  const accountId = actor.kind === 'customer' ? actor.accountId : null;
  const about = { holderId, from, to: address, accountId, by: actedBy(actor), trace, at: now() };
  return (await storeAddress(tx, audit, about)) ? { ok: true } : { ok: false, reason: 'overtaken' };
}
