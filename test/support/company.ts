/** A company whose owner confirms who else gets in, its manager, and what is put before that owner. */
import { randomUUID } from 'node:crypto';
import { addMembership } from '#auth/holders/add-membership.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from './actors.ts';
import { ORIGIN, TRACE, openTestAuth, register } from './auth.ts';
import type { TestAuth } from './auth.ts';
import { aHolder, aKey, aMembership, anAccount } from './builders.ts';
import { createSoftAuthenticator } from './soft-authenticator.ts';

export type Company = {
  auth: TestAuth;
  manager: StaffActor;
  accountId: string;
  owner: CustomerActor;
  ownerKeyId: string;
};

/** A company whose owner has a key in use. */
export async function aCompany(db: Db): Promise<Company> {
  const auth = openTestAuth(db);
  const manager = await aStaffActor(db);
  const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId });
  const { actor, keyId } = await aPersonWithKey(db, auth, { accountId, role: 'owner' });
  return { auth, manager, accountId, owner: actor, ownerKeyId: keyId };
}

export async function aPersonWithKey(
  db: Db,
  auth: TestAuth,
  { accountId, role }: { accountId: string; role: CustomerRole },
) {
  const { id: holderId } = await aHolder(db);
  const { id } = await aMembership(db, { holderId, accountId, role });
  await db.membership.update({ where: { id }, data: { createdAt: auth.now() } });
  const { id: keyId } = await aKey(db, { holderId, accountId });
  await db.key.update({ where: { id: keyId }, data: { activatedAt: auth.now() } });
  const actor: CustomerActor = {
    kind: 'customer',
    sessionId: randomUUID(),
    holderId,
    keyId,
    accountId,
    role,
    tier: 4,
    classes: [],
  };
  return { actor, keyId };
}

export async function aMember(db: Db, accountId: string, role: CustomerRole = 'buyer'): Promise<string> {
  const { id: holderId } = await aHolder(db);
  await aMembership(db, { holderId, accountId, role });
  return holderId;
}

export type Desk = Pick<Company, 'auth' | 'manager' | 'accountId'>;

/** A key for a person of the company, with the link that its manager is shown. */
export async function issued({ auth, manager, accountId }: Desk, holderId: string) {
  const outcome = await issueKey(auth, {
    accountId,
    holderId,
    label: 'Green',
    choice: { from: 'hand', serial: null, kind: 'fido2' },
    requestId: randomUUID(),
    actor: manager,
    trace: TRACE,
  });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

/** Registers the key of a link, whoever holds it: with the code that the manager is shown. */
export async function registered({ auth, manager, accountId }: Desk, holderId: string): Promise<string> {
  const { invitation, keyId } = await issued({ auth, manager, accountId }, holderId);
  const { claimCode } = invitation;
  if (claimCode === null) throw new Error('the manager has no code');
  const soft = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
  const waiting = { invitation: { ...invitation, claimCode }, keyId, holderId, accountId };
  const outcome = await register(auth, waiting, (options) => soft.create(options));
  if (!outcome.ok) throw new Error(outcome.reason);
  return keyId;
}

/** Another account of the same manager, in which nobody is. */
export async function aFreshAccount(db: Db, { auth, manager }: Desk): Promise<Desk> {
  const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId });
  return { auth, manager, accountId };
}

/** Puts somebody whom the manager knows into the account. */
export const join = ({ auth, accountId, manager: actor }: Desk, holderId: string, role: CustomerRole) =>
  addMembership(auth, { accountId, holderId, role, actor, trace: TRACE });

export async function onlyProposal({ auth, accountId }: Desk) {
  const [proposal, ...others] = await findOpenProposals(auth.db, { of: { accountId }, now: auth.now() });
  if (proposal === undefined || others.length > 0) throw new Error('not exactly one proposal');
  return proposal;
}

export const ownerless = ({ auth }: Desk) => ({ of: { ownerlessUnder: PRODUCTION_POLICY }, now: auth.now() });

type Decider = CustomerActor | StaffActor;

export async function decide(company: Company, actor: Decider, decision: 'approve' | 'decline' = 'approve') {
  const { proposalId, payloadHash: seenHash } = await onlyProposal(company);
  return decideProposal(company.auth, { proposalId, decision, seenHash, actor, trace: TRACE });
}
