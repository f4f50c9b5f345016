/** Who is written to when somebody asks for a key or a person in a company, and when that is decided. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { changeRole } from '#auth/holders/change-role.ts';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { Actor, CustomerActor } from '#auth/permissions/actor.ts';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor, authServicesFor } from '#test/support/actors.ts';
import { aKey } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aReachable, aReachableCompany, addressesOf, lettersOf } from '#test/support/letters.ts';
import { aTrader } from '#test/support/trade-builders.ts';

/** A company whose owner has a key in use. */
async function aGuardedCompany(db: Db) {
  const services = authServicesFor(db);
  const company = await aReachableCompany(db);
  const { accountId, ownerId: holderId } = company;
  const { id: keyId } = await aKey(db, { holderId, accountId });
  await db.key.update({ where: { id: keyId }, data: { activatedAt: new Date() } });
  const is = { kind: 'customer', role: 'owner', tier: 4, classes: [], sessionId: 'of a test' } as const;
  const owner: CustomerActor = { ...is, holderId, keyId, accountId };
  return { ...company, services, owner, ownerKeyId: keyId };
}
type Company = Awaited<ReturnType<typeof aGuardedCompany>>;

async function askForKey({ services, manager, accountId, buyerId: holderId }: Company) {
  const choice = { from: 'hand', serial: null, kind: 'fido2' } as const;
  const request = { accountId, holderId, label: 'Green', choice, requestId: randomUUID() };
  const outcome = await issueKey(services, { ...request, actor: manager, trace: TRACE });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.invitation;
}

async function decide({ services, accountId }: Company, actor: Actor, decision: 'approve' | 'decline') {
  const [proposal] = await findOpenProposals(services.db, { of: { accountId }, now: services.now() });
  const { proposalId = '', payloadHash: seenHash = '' } = proposal ?? {};
  return decideProposal(services, { proposalId, decision, seenHash, actor, trace: TRACE });
}

test('REC-05 as soon as a manager asks for a further key, its owners are told by letter, and no link or code is in it', async ({
  db,
}) => {
  const company = await aGuardedCompany(db);
  const { token } = await askForKey(company);
  expect(await addressesOf(db, 'proposal_made')).toEqual(['owner@works.example']);
  expect(await lettersOf(db, 'proposal_made')).toMatchObject([
    { what: 'key_issue', keyLabel: 'Green', accountName: 'Works LLC', proposedByName: expect.any(String) },
  ]);
  const decided = await decide(company, company.owner, 'approve');
  const code = decided.ok ? decided.claimCode : null;
  const stored = JSON.stringify(await db.letter.findMany());
  for (const secret of [token, code ?? 'no code']) expect(stored).not.toContain(secret);
});

test('REC-05 what an owner decided is told to the owners, whoever asked, and whoever gets the key', async ({
  db,
}) => {
  const company = await aGuardedCompany(db);
  await askForKey(company);
  await decide(company, company.owner, 'approve');
  expect(await addressesOf(db, 'proposal_decided')).toEqual([
    'buyer@works.example',
    'manager@seller.example',
    'owner@works.example',
  ]);
  expect(await lettersOf(db, 'proposal_decided')).toMatchObject([
    { decision: 'approve', decidedBy: 'owner' },
  ]);
});

test('REC-05 what was declined is told to the owners and whoever asked', async ({ db }) => {
  const company = await aGuardedCompany(db);
  const { services, manager, accountId, buyerId: holderId } = company;
  const request = { accountId, holderId, role: 'viewer', reason: 'a test' } as const;
  await changeRole(services, { ...request, actor: manager, trace: TRACE });
  await decide(company, company.owner, 'decline');
  expect(await lettersOf(db, 'proposal_decided')).toMatchObject([
    { what: 'role_change', decision: 'decline' },
  ]);
  expect(await addressesOf(db, 'proposal_decided')).toEqual([
    'manager@seller.example',
    'owner@works.example',
  ]);
});

test('REC-05 when all keys are lost and staff confirm, everybody known of the company is told: its people, an owner removed lately, and the contacts in its sources', async ({
  db,
}) => {
  const company = await aGuardedCompany(db);
  const { services, manager, accountId, ownerId, ownerKeyId } = company;
  await db.key.update({ where: { id: ownerKeyId }, data: { status: 'lost' } });
  const gone = { accountId, holderId: ownerId, reason: 'left', revokesKeys: false };
  await removeMembership(services, { ...gone, actor: manager, trace: TRACE });
  await aReachable(db, { accountId, role: 'viewer', address: 'viewer@works.example' });
  await aSourceContact(db, { accountId, email: 'director@works.example' });
  await aSourceContact(db, { accountId: null, email: 'other@elsewhere.example' });
  await askForKey(company);
  const administrator = await aStaffActor(db, 'administrator');
  expect(await decide(company, administrator, 'approve')).toMatchObject({ ok: true });
  expect(await addressesOf(db, 'proposal_decided')).toEqual([
    'buyer@works.example',
    'director@works.example',
    'manager@seller.example',
    'owner@works.example',
    'viewer@works.example',
  ]);
  expect(await lettersOf(db, 'proposal_decided')).toMatchObject([{ decidedBy: 'staff' }]);
});

async function aSourceContact(db: Db, { accountId, email }: { accountId: string | null; email: string }) {
  const { sourceId } = await aTrader(db);
  const id = randomUUID();
  await db.sourceContact.create({
    data: { id, sourceId, externalId: id, syncedAt: new Date(), rowHash: '', name: 'Demo', accountId, email },
  });
}
