/** Who may change the address to which the portal writes (REC-05, SES-13). */
import { expect } from 'vitest';
import { changeAddress } from '#auth/holders/change-address.ts';
import { changeOwnAddress } from '#auth/holders/change-own-address.ts';
import { isNotificationAddress, maskAddress } from '#auth/holders/notification-address.ts';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aKey, aMembership, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aReachable, aReachableCompany, addressesOf, lettersOf, withAddress } from '#test/support/letters.ts';
import { aCounterparty } from '#test/support/source-rows.ts';
import { aSync, importRows } from '#test/support/sync.ts';

const NEW = 'new@works.example';

async function aCompany(db: Db, { isGuarded = true } = {}) {
  const services = authServicesFor(db);
  const company = await aReachableCompany(db);
  if (isGuarded) await aKeyInUse(db, company);
  return { ...company, services };
}
type Company = Awaited<ReturnType<typeof aCompany>>;

async function aKeyInUse(db: Db, { accountId, ownerId }: { accountId: string; ownerId: string }) {
  const { id } = await aKey(db, { holderId: ownerId, accountId });
  await db.key.update({ where: { id }, data: { activatedAt: new Date() } });
}

const emailOf = async (db: Db, id: string) =>
  (await db.holder.findUniqueOrThrow({ where: { id }, select: { email: true } })).email;

function ask(
  { services, manager, accountId, buyerId }: Company,
  changes: { address?: string; actor?: StaffActor; accountId?: string; holderId?: string } = {},
) {
  return changeAddress(services, {
    accountId,
    holderId: buyerId,
    address: NEW,
    reason: 'asked by telephone',
    actor: manager,
    trace: TRACE,
    ...changes,
  });
}

async function ownerOf(db: Db, { accountId, ownerId }: Company): Promise<CustomerActor> {
  const { id: keyId } = await db.key.findFirstOrThrow({ where: { holderId: ownerId }, select: { id: true } });
  const is = { kind: 'customer', role: 'owner', tier: 4, classes: [], sessionId: 'of a test' } as const;
  return { ...is, holderId: ownerId, keyId, accountId };
}

async function decide(company: Company, actor: CustomerActor | StaffActor, decision: 'approve' | 'decline') {
  const { services, accountId } = company;
  const [proposal] = await findOpenProposals(services.db, { of: { accountId }, now: services.now() });
  const { proposalId = '', payloadHash: seenHash = '' } = proposal ?? {};
  return decideProposal(services, { proposalId, decision, seenHash, actor, trace: TRACE });
}

test('REC-05 a manager alone can’t change an address in a company that has a key in use: an owner confirms it', async ({
  db,
}) => {
  const company = await aCompany(db);
  expect(await ask(company)).toEqual({ ok: true, isProposed: true });
  expect(await emailOf(db, company.buyerId)).toBe('buyer@works.example');
  expect(await addressesOf(db, 'proposal_made')).toEqual(['owner@works.example']);
  expect(await decide(company, company.manager, 'approve')).toMatchObject({ ok: false });
  expect(await decide(company, await ownerOf(db, company), 'approve')).toMatchObject({ ok: true });
  expect(await emailOf(db, company.buyerId)).toBe(NEW);
});

test('REC-05 declined by the owner, or asked for anew, the address stays', async ({ db }) => {
  const company = await aCompany(db);
  await ask(company);
  await ask(company, { address: 'newer@works.example' });
  expect(await db.proposal.count({ where: { status: 'open' } })).toBe(1);
  await decide(company, await ownerOf(db, company), 'decline');
  expect(await emailOf(db, company.buyerId)).toBe('buyer@works.example');
});

test('REC-05 whoever asked as a manager confirms it no more when they have become an administrator', async ({
  db,
}) => {
  const company = await aCompany(db);
  await ask(company);
  await db.key.updateMany({ where: { holderId: company.ownerId }, data: { status: 'lost' } });
  const promoted: StaffActor = { ...company.manager, role: 'administrator' };
  expect(await decide(company, promoted, 'approve')).toEqual({ ok: false, reason: 'own_proposal' });
  expect(await decide(company, await aStaffActor(db, 'administrator'), 'approve')).toMatchObject({
    ok: true,
  });
  expect(await emailOf(db, company.buyerId)).toBe(NEW);
});

test('REC-05 an address that was changed meanwhile is not overwritten by an older proposal', async ({
  db,
}) => {
  const company = await aCompany(db);
  await ask(company);
  await withAddress(db, company.buyerId, 'own-choice@works.example');
  await decide(company, await ownerOf(db, company), 'approve');
  expect(await emailOf(db, company.buyerId)).toBe('own-choice@works.example');
});

test('REC-05 where no company of the person has a key yet, their manager changes it at once; old and new address are told', async ({
  db,
}) => {
  const company = await aCompany(db, { isGuarded: false });
  expect(await ask(company)).toEqual({ ok: true, isProposed: false });
  expect(await emailOf(db, company.buyerId)).toBe(NEW);
  expect(await addressesOf(db, 'address_changed')).toEqual([
    'buyer@works.example',
    NEW,
    'owner@works.example',
  ]);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'holder_changed', reason: 'address', note: 'asked by telephone', holderId: company.buyerId },
  ]);
});

test('REC-05 a manager can’t bring a person into a company of their own making and have the address changed there', async ({
  db,
}) => {
  const victim = await aCompany(db);
  const { id: accountId } = await anAccount(db, { accountManagerId: victim.manager.holderId });
  await aMembership(db, { holderId: victim.ownerId, accountId });
  const there = { accountId, holderId: victim.ownerId };
  expect(await ask(victim, there)).toEqual({ ok: false, reason: 'theirs_alone' });
  const accomplice = await aReachable(db, { accountId, role: 'owner', address: 'x@elsewhere.example' });
  await aKeyInUse(db, { accountId, ownerId: accomplice });
  expect(await ask(victim, there)).toEqual({ ok: false, reason: 'theirs_alone' });
  expect(await ask(victim, { holderId: victim.ownerId })).toEqual({ ok: false, reason: 'theirs_alone' });
});

test('REC-05 nor by taking the person out of their company first', async ({ db }) => {
  const victim = await aCompany(db);
  const { services, manager, accountId, ownerId: holderId } = victim;
  const { id: other } = await anAccount(db, { accountManagerId: manager.holderId });
  await aMembership(db, { holderId, accountId: other });
  const removal = { accountId, holderId, reason: 'a test', revokesKeys: false };
  await removeMembership(services, { ...removal, actor: manager, trace: TRACE });
  expect(await ask(victim, { holderId })).toEqual({ ok: false, reason: 'not_found' });
  expect(await ask(victim, { accountId: other, holderId })).toEqual({ ok: false, reason: 'theirs_alone' });
});

test('REC-05 a proposal is not carried out once the person belongs to another company with keys', async ({
  db,
}) => {
  const company = await aCompany(db);
  await ask(company);
  const { id: accountId } = await anAccount(db);
  await aMembership(db, { holderId: company.buyerId, accountId });
  await aKeyInUse(db, { accountId, ownerId: company.buyerId });
  await decide(company, await ownerOf(db, company), 'approve');
  expect(await emailOf(db, company.buyerId)).toBe('buyer@works.example');
});

test('REC-05 another manager’s people, and staff, are nobody’s to change', async ({ db }) => {
  const company = await aCompany(db, { isGuarded: false });
  const notFound = { ok: false, reason: 'not_found' };
  expect(await ask(company, { actor: await aStaffActor(db) })).toEqual(notFound);
  expect(await ask(company, { actor: await aStaffActor(db, 'administrator') })).toEqual(notFound);
  expect(await ask(company, { holderId: company.manager.holderId })).toEqual(notFound);
  expect(await emailOf(db, company.buyerId)).toBe('buyer@works.example');
});

test('SES-13 customers and staff change their own address; the old one, the new one and their owners are told', async ({
  db,
}) => {
  const company = await aCompany(db);
  const owner = await ownerOf(db, company);
  expect(await changeOwnAddress(company.services, { address: NEW, actor: owner, trace: TRACE })).toEqual({
    ok: true,
    isProposed: false,
  });
  expect(await emailOf(db, company.ownerId)).toBe(NEW);
  expect(await addressesOf(db, 'address_changed')).toEqual([NEW, 'owner@works.example']);
  expect(await lettersOf(db, 'address_changed')).toMatchObject([
    { oldAddress: 'o…@w….example', newAddress: 'n…@w….example' },
  ]);
  const { manager: actor, services } = company;
  const own = { address: 'me@seller.example', actor, trace: TRACE };
  expect(await changeOwnAddress(services, own)).toEqual({ ok: true, isProposed: false });
  expect(await changeOwnAddress(services, own)).toEqual({ ok: false, reason: 'same_address' });
  expect(JSON.stringify(await newestEvents(db, 9))).not.toContain('@');
});

test.for([
  '',
  'nobody',
  'a@b',
  'a@b.example, c@d.example',
  'Anna <a@b.example>',
  'a@b.example\r\nBcc: c@d.example',
  'a b@c.example',
  '"a"@b.example',
  'a@b.example\u202e',
  `${'a'.repeat(250)}@b.example`,
])('ADM-09 %j is no address to write to, whoever types it', async (address, { db }) => {
  const company = await aCompany(db, { isGuarded: false });
  expect(isNotificationAddress(address)).toBe(false);
  expect(await ask(company, { address })).toEqual({ ok: false, reason: 'no_address' });
  const own = { address, actor: company.manager, trace: TRACE };
  expect(await changeOwnAddress(company.services, own)).toEqual({ ok: false, reason: 'no_address' });
});

test('an address shows its owner enough to know it, and a stranger nothing', () => {
  expect(maskAddress('anna.petrova@mail.works.example')).toBe('a…@m….works.example');
  expect(isNotificationAddress('анна@почта.рф')).toBe(true);
  expect(isNotificationAddress("o'neil+keys@works.example")).toBe(true);
});

test('REC-05 what a source says of a person of that name, or of that address, changes nobody’s address', async ({
  db,
}) => {
  const { accountId, buyerId } = await aCompany(db);
  const { name } = await db.holder.update({
    where: { id: buyerId },
    data: { name: 'Anna Demo' },
    select: { name: true },
  });
  const sync = await aSync(db);
  const contact = (email: string) => ({ id: 'p1', counterparty: 'c1', name, email, version: '1' });
  const before = await db.holder.findMany({ orderBy: { id: 'asc' } });
  await importRows(sync, {
    counterparty: [aCounterparty('c1')],
    contact: [contact('thief@elsewhere.example')],
  });
  await db.counterparty.updateMany({ data: { accountId } });
  await importRows(
    sync,
    { counterparty: [aCounterparty('c1')], contact: [contact('buyer@works.example')] },
    {},
  );
  expect(await db.sourceContact.count()).toBe(1);
  expect(await db.holder.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  expect(await db.letter.count()).toBe(0);
});
