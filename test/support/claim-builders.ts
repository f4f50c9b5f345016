/** A customer whose delivery arrived, and what they say is wrong with it. */
import { randomUUID } from 'node:crypto';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { findClaimable } from '#portal/claims/find-claimable.server.ts';
import { sendClaim } from '#portal/claims/send-claim.server.ts';
import type { SendClaim } from '#portal/claims/send-claim.server.ts';
import type { Db } from '#prisma/client.ts';
import { aCustomerActor, aStaffActor, TRACE } from './actors.ts';
import { anAccount } from './builders.ts';
import type { Outbox } from './request-builders.ts';
import { anOrder, anOrderLine, aSource, aTie } from './trade-builders.ts';

export type ClaimingCustomer = {
  actor: CustomerActor;
  manager: StaffActor;
  sourceId: string;
  sourceName: string;
  order: { id: string; number: string };
  line: { id: string };
};

/** Somebody of a manager's customer whose order of ten pieces and 2.5 m of cable was shipped. */
export async function aClaimingCustomer(db: Db, role: CustomerRole = 'receiver'): Promise<ClaimingCustomer> {
  const manager = await aStaffActor(db);
  const email = 'manager@seller.example';
  await db.holder.update({ where: { id: manager.holderId }, data: { email } });
  const account = await anAccount(db, { accountManagerId: manager.holderId });
  const source = await aSource(db);
  const trader = { accountId: account.id, sourceId: source.id };
  const tie = await aTie(db, trader);
  const { counterpartyId } = await db.accountTie.findUniqueOrThrow({ where: { id: tie.id } });
  const order = await anOrder(db, { ...trader, counterpartyId, status: 'completed' });
  const ofOrder = { ...trader, orderId: order.id, counterpartyId };
  const line = await anOrderLine(db, { ...ofOrder, sku: 'BOLT-7', shippedQuantity: '10' });
  await anOrderLine(db, {
    ...ofOrder,
    lineNo: 2,
    name: 'Cable',
    quantity: '2.5',
    unit: 'm',
    shippedQuantity: '2.5',
  });
  const actor = await aCustomerActor(db, { account, role });
  return { actor, manager, sourceId: source.id, sourceName: source.name, order, line };
}

/** What a customer sends of the first line of their order. */
export async function aClaimOf(
  db: Db,
  { actor, order }: Pick<ClaimingCustomer, 'actor' | 'order'>,
  changes: Partial<SendClaim> = {},
): Promise<SendClaim> {
  const found = await findClaimable(db, { actor, orderId: order.id, shipmentId: null });
  const [first] = found?.lines ?? [];
  if (first === undefined) throw new Error('nothing can be claimed of the order');
  const lines = [{ ...first, quantity: '2', kind: 'damaged' as const }];
  const said = { wish: 'replace', note: 'Both corners are crushed' } as const;
  return {
    actor,
    orderId: order.id,
    shipmentId: null,
    formId: randomUUID(),
    ...said,
    lines,
    trace: TRACE,
    ...changes,
  };
}

/** A claim that the customer has sent. */
export async function aSentClaim(
  { auth }: Outbox,
  customer: Pick<ClaimingCustomer, 'actor' | 'order'>,
): Promise<{ id: string; number: string }> {
  const sent = await sendClaim(auth, await aClaimOf(auth.db, customer));
  if (!sent.ok) throw new Error(sent.reason);
  return auth.db.claim.findUniqueOrThrow({ where: { id: sent.claimId }, select: { id: true, number: true } });
}

export function entryOfClaim(db: Db, claimId: string) {
  return db.outboxEntry.findUniqueOrThrow({ where: { claimId } });
}
