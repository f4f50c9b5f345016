import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import type { CustomerRole } from '../permissions/roles.ts';
import { findPersonByEmail } from './find-known-people.ts';
import type { KnownPerson, Person } from './person.ts';
import { placeMember } from './place-member.ts';
import { mintUserHandle } from './user-handle.ts';

export type AddPerson = {
  accountId: string;
  person: Person;
  role: CustomerRole;
  /** The actor has been told of a person with the same address, and says that this is another one. */
  isSurelyNew: boolean;
  actor: StaffActor;
  trace: RequestTrace;
};

export type AddPersonOutcome =
  /** `isProposed`: an owner of the account has to confirm them first. */
  | { ok: true; holderId: string; isProposed: boolean }
  /** Also for an account that is not the actor's. */
  | { ok: false; reason: 'account_not_found' }
  /** Somebody of the actor's customers has this address. They can join this account as well. */
  | { ok: false; reason: 'known_already'; known: KnownPerson };

/** Writes down a person of a customer and lets them into one account. A key is another step. */
export async function addPerson(services: AuthServices, request: AddPerson): Promise<AddPersonOutcome> {
  const outcome = await services.db.$transaction((tx) => writePerson(tx, services, request));
  const { actor, accountId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'people:manage', target, trace });
}

async function writePerson(
  tx: Tx,
  { audit, now }: AuthServices,
  { accountId, person, role, isSurelyNew, actor, trace }: AddPerson,
): Promise<AddPersonOutcome> {
  const at = now();
  if (!(await isOpenAccount(tx, accountId, actor))) return { ok: false, reason: 'account_not_found' };
  const { email } = person;
  const known = email === null || isSurelyNew ? null : await findPersonByEmail(tx, { email, actor });
  if (known !== null) return { ok: false, reason: 'known_already', known };

  const { id: holderId } = await tx.holder.create({
    data: { ...person, userHandle: mintUserHandle(), kind: 'customer', createdAt: at },
    select: { id: true },
  });
  const by = actedBy(actor);
  await audit.record(tx, { type: 'holder_added', result: 'ok', ...by, holderId, accountId, trace, at });
  const isProposed = await placeMember(tx, audit, { accountId, holderId, role, by, trace, at });
  return { ok: true, holderId, isProposed };
}

async function isOpenAccount(tx: Tx, accountId: string, actor: StaffActor): Promise<boolean> {
  const account = await tx.customerAccount.findFirst({
    where: { id: accountId, status: 'active', ...accountsWithin(actor, 'people:manage') },
    select: { id: true },
  });
  return account !== null;
}
