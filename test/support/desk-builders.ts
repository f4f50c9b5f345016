/** A manager at their desk, with a customer of theirs. */
import { randomUUID } from 'node:crypto';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey, aMembership, aSession, anAccount, signedInStaff } from './builders.ts';
import type { BuiltAccount, SignedIn } from './builders.ts';
import { aSource, aTie, anOrder } from './trade-builders.ts';

export const ENGLISH = { '__Host-brelok-locale': 'en' };
export const RUSSIAN = { '__Host-brelok-locale': 'ru' };

export type Desk = {
  manager: SignedIn;
  account: BuiltAccount;
  person: { id: string; name: string };
  keyId: string;
};

/** A manager, one customer, one person in it, and that person's key. */
export async function aDesk(
  db: Db,
  {
    accountName = 'Works LLC',
    personName = 'Anna Demo',
    role = 'buyer',
    status = 'active',
  }: { accountName?: string; personName?: string; role?: CustomerRole; status?: string } = {},
): Promise<Desk> {
  const manager = await signedInStaff(db, 'account-manager');
  const account = await anAccount(db, { accountManagerId: manager.holderId, name: accountName });
  const person = await aHolder(db, { name: personName });
  await aMembership(db, { holderId: person.id, accountId: account.id, role });
  const key = await aKey(db, { holderId: person.id, accountId: account.id, label: 'Blue', status });
  return { manager, account, person: { id: person.id, name: person.name }, keyId: key.id };
}

/** Somebody is in with the desk's key. */
export function aSessionOf(db: Db, { keyId, person, account }: Desk) {
  return aSession(db, { keyId, holderId: person.id, accountId: account.id });
}

/** What the desk's customer is in a source: a tie that stands, one that waits, and an order that moved away. */
export async function sourceFactsOf(db: Db, { account }: Pick<Desk, 'account'>) {
  const source = await aSource(db);
  const trader = { accountId: account.id, sourceId: source.id };
  const confirmed = await aTie(db, trader);
  const waiting = await aTie(db, { ...trader, status: 'quarantined' });
  const counterpartyOf = async (id: string) =>
    (await db.accountTie.findUniqueOrThrow({ where: { id } })).counterpartyId;
  const waitingCounterpartyId = await counterpartyOf(waiting.id);
  await db.counterparty.update({
    where: { id: waitingCounterpartyId },
    data: { accountId: null, quarantinedAt: new Date() },
  });
  const order = await anOrder(db, { ...trader, counterpartyId: waitingCounterpartyId });
  await db.movedRow.create({
    data: {
      rowId: order.id,
      kind: 'order',
      sourceId: source.id,
      fromCounterpartyId: await counterpartyOf(confirmed.id),
      toCounterpartyId: waitingCounterpartyId,
      movedAt: new Date(),
    },
  });
  return {
    sourceId: source.id,
    tieId: confirmed.id,
    waitingTieId: waiting.id,
    waitingCounterpartyId,
    movedRowId: order.id,
  };
}

/** A counterparty that nobody has tied yet. */
export async function anUntiedCounterparty(
  db: Db,
  sourceId: string,
  values: { name?: string; legalName?: string; taxId?: string } = {},
): Promise<{ id: string }> {
  const id = randomUUID();
  const name = 'New company';
  await db.counterparty.create({
    data: {
      id,
      sourceId,
      externalId: id,
      syncedAt: new Date(),
      rowHash: '',
      name,
      legalName: name,
      taxId: '7711111111',
      ...values,
    },
  });
  return { id };
}

/** A request that the desk's customer has sent and that waits for the manager: its key was stopped since. */
export async function aHeldRequest(
  db: Db,
  { account, person }: Pick<Desk, 'account' | 'person'>,
): Promise<{ id: string }> {
  const at = new Date();
  const stopped = await aKey(db, { holderId: person.id, accountId: account.id, status: 'suspended' });
  const source = await aSource(db);
  const number = `BR-${randomUUID().slice(0, 8)}`;
  const entry = { sourceId: source.id, key: number, keyId: stopped.id, state: 'waiting' };
  return db.orderRequest.create({
    data: {
      accountId: account.id,
      sourceId: source.id,
      counterpartyId: randomUUID(),
      createdById: person.id,
      createdAt: at,
      changedAt: at,
      sentAt: at,
      sentById: person.id,
      number,
      entry: { create: { ...entry, createdAt: at, dueAt: at } },
    },
    select: { id: true },
  });
}

/** A claim that the desk's customer has sent of an order of theirs, with a key that was stopped since. */
export async function aHeldClaim(
  db: Db,
  { account, person }: Pick<Desk, 'account' | 'person'>,
): Promise<{ id: string; number: string }> {
  const at = new Date();
  const stopped = await aKey(db, { holderId: person.id, accountId: account.id, status: 'suspended' });
  const source = await aSource(db);
  const order = await anOrder(db, { accountId: account.id, sourceId: source.id, status: 'completed' });
  const number = `BC-${randomUUID().slice(0, 8)}`;
  const entry = { sourceId: source.id, key: number, keyId: stopped.id, state: 'waiting' };
  return db.claim.create({
    data: {
      accountId: account.id,
      sourceId: source.id,
      counterpartyId: randomUUID(),
      orderId: order.id,
      formId: randomUUID(),
      number,
      wish: 'replace',
      sentAt: at,
      sentById: person.id,
      entry: { create: { ...entry, createdAt: at, dueAt: at } },
    },
    select: { id: true, number: true },
  });
}

/** The agent on a computer of the desk's customer. */
export async function anAgentOf(
  db: Db,
  { account, person }: Pick<Desk, 'account' | 'person'>,
): Promise<{ id: string }> {
  const about = { holderId: person.id, accountId: account.id, enrolledAt: new Date() };
  const facts = { protection: 'file', isPeerChecked: true, version: '1.0.0', publicJwk: '{}' };
  return db.agent.create({ data: { kid: randomUUID(), ...facts, ...about }, select: { id: true } });
}
