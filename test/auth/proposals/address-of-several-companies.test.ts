/** Whose word it takes to change where the portal writes to somebody of more than one company (REC-05 amended). */
import { describe, expect } from 'vitest';
import { addPerson } from '#auth/holders/add-person.ts';
import { changeOwnAddress } from '#auth/holders/change-own-address.ts';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { TRACE } from '#test/support/auth.ts';
import { aKey, anAccount } from '#test/support/builders.ts';
import {
  aCompany,
  aFreshAccount,
  aPersonWithKey,
  decide,
  join,
  onlyProposal,
  registered,
} from '#test/support/company.ts';
import type { Company, Desk } from '#test/support/company.ts';
import { test } from '#test/support/db.ts';
import { addressesOf } from '#test/support/letters.ts';

const ADDRESS = 'manager@elsewhere.example';
const THEIRS_ALONE = { ok: false, reason: 'theirs_alone' };
const CHANGED = { ok: true, isProposed: false };
const ASKED = { ok: true, isProposed: true };
/** Words of a manager who is up to something. */
const BY_MISTAKE = 'as if by mistake';

const change = ({ auth }: Desk, actor: CustomerActor, address = ADDRESS) =>
  changeOwnAddress(auth, { address, actor, trace: TRACE });
const isChanged = async (db: Db) => (await db.holder.count({ where: { email: ADDRESS } })) === 1;

/** Somebody at work in an account with a key. */
const withKey = (
  { owner }: Company,
  { accountId }: Pick<Desk, 'accountId'>,
  { holderId, keyId }: Pick<CustomerActor, 'holderId' | 'keyId'>,
): CustomerActor => ({ ...owner, role: 'buyer', accountId, holderId, keyId });

/** A person of whom the portal had not heard, in an account; where it confirms its people they wait for an owner. */
async function aNewcomer({ auth, manager: actor, accountId }: Desk): Promise<string> {
  auth.pass(1);
  const person = { name: 'Anna Demo', position: null, email: null, phone: null, language: 'en' } as const;
  const written = { accountId, person, role: 'buyer', isSurelyNew: true, actor, trace: TRACE } as const;
  const outcome = await addPerson(auth, written);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.holderId;
}

/** A company, and somebody in it with its owner's consent who never had a key. */
async function aKeylessPerson(db: Db) {
  const company = await aCompany(db);
  const holderId = await aNewcomer(company);
  expect(await decide(company, company.owner)).toMatchObject({ ok: true });
  return { company, holderId };
}

/** A key of theirs for an account, registered in the manager's own browser. */
async function anImpostor(company: Company, fresh: Desk, holderId: string): Promise<CustomerActor> {
  company.auth.pass(1);
  return withKey(company, fresh, { holderId, keyId: await registered(fresh, holderId) });
}

const stop = ({ auth, manager: actor }: Desk, keyId: string) =>
  changeKeyStatus(auth, { keyId, transition: 'revoke', reason: BY_MISTAKE, actor, trace: TRACE });

async function aKeyInUse(db: Db, { auth, accountId }: Desk, holderId: string): Promise<string> {
  auth.pass(1);
  const { id } = await aKey(db, { holderId, accountId });
  await db.key.update({ where: { id }, data: { activatedAt: auth.now() } });
  return id;
}

describe('an owner whose manager holds a key of theirs for a new account', () => {
  async function aVictim(db: Db) {
    const company = await aCompany(db);
    company.auth.pass(1);
    const fresh = await aFreshAccount(db, company);
    const { holderId } = company.owner;
    await join(fresh, holderId, 'buyer');
    return { company, impostor: await anImpostor(company, fresh, holderId) };
  }

  test('REC-05 their address is not changed with that key; with the one of their own company it is', async ({
    db,
  }) => {
    const { company, impostor } = await aVictim(db);
    expect(await change(company, impostor)).toEqual(THEIRS_ALONE);
    expect(await isChanged(db)).toBe(false);
    expect(await db.letter.count()).toBe(0);
    expect(await change(company, company.owner)).toEqual(CHANGED);
  });

  test('REC-05 nor once the manager has revoked the key of their own company', async ({ db }) => {
    const { company, impostor } = await aVictim(db);
    expect(await stop(company, company.ownerKeyId)).toMatchObject({ ok: true });
    expect(await change(company, impostor)).toEqual(THEIRS_ALONE);
  });

  test('REC-05 nor once the manager has taken them out of their own company, keys and all', async ({
    db,
  }) => {
    const { company, impostor } = await aVictim(db);
    const { auth, manager: actor, accountId, owner } = company;
    const removed = { accountId, holderId: owner.holderId, reason: BY_MISTAKE, revokesKeys: true };
    expect(await removeMembership(auth, { ...removed, actor, trace: TRACE })).toMatchObject({ ok: true });
    expect(await change(company, impostor)).toEqual(THEIRS_ALONE);
  });

  test('REC-05 stays theirs with a key that takes the place of the first one', async ({ db }) => {
    const { company } = await aVictim(db);
    const { ownerKeyId, owner } = company;
    await stop(company, ownerKeyId);
    const keyId = await aKeyInUse(db, company, owner.holderId);
    expect(await change(company, { ...owner, keyId })).toEqual(CHANGED);
  });
});

/** A company of the same manager that had a key years before, and whose owner does what the manager wants. */
async function anOlderCompany(db: Db, company: Company) {
  const { accountId } = await aFreshAccount(db, company);
  const { actor, keyId } = await aPersonWithKey(db, company.auth, { accountId, role: 'owner' });
  await db.key.update({ where: { id: keyId }, data: { activatedAt: new Date('2020-01-01T00:00:00Z') } });
  return { older: { ...company, accountId }, accomplice: actor };
}

describe('somebody who never had a key', () => {
  test('REC-05 the manager asks for another address with their first key for a new account, and their owner decides', async ({
    db,
  }) => {
    const { company, holderId } = await aKeylessPerson(db);
    const fresh = await aFreshAccount(db, company);
    company.auth.pass(1);
    await join(fresh, holderId, 'buyer');
    const impostor = await anImpostor(company, fresh, holderId);
    await db.holder.update({ where: { id: holderId }, data: { email: 'anna@works.example' } });
    expect(await change(company, impostor)).toEqual(ASKED);
    expect(await addressesOf(db, 'proposal_made')).toEqual(['anna@works.example']);
    expect(await isChanged(db)).toBe(false);
    expect(await decide(company, company.manager)).toEqual({ ok: false, reason: 'not_found' });
    expect(await decide(company, impostor)).toMatchObject({ ok: false });
    expect(await isChanged(db)).toBe(false);
    expect(await decide(company, company.owner, 'decline')).toMatchObject({ ok: true });
    expect(await addressesOf(db, 'proposal_decided')).toEqual(['anna@works.example']);
    expect(await isChanged(db)).toBe(false);
    await change(company, impostor);
    expect(await decide(company, company.owner)).toMatchObject({ ok: true });
    expect(await isChanged(db)).toBe(true);
  });

  test('REC-05 nor does it help to have the new account ready before they come to the real one', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const fresh = await aFreshAccount(db, company);
    const holderId = await aNewcomer(fresh);
    company.auth.pass(1);
    await join(company, holderId, 'buyer');
    await decide(company, company.owner);
    expect(await change(company, await anImpostor(company, fresh, holderId))).toEqual(ASKED);
    expect((await onlyProposal(company)).payload).toMatchObject({ kind: 'address_change', to: ADDRESS });
  });

  test('REC-05 nor to take them out of the real one and let them in again', async ({ db }) => {
    const { company, holderId } = await aKeylessPerson(db);
    const { auth, manager: actor, accountId } = company;
    const fresh = await aFreshAccount(db, company);
    auth.pass(1);
    await join(fresh, holderId, 'buyer');
    const out = { accountId, holderId, reason: BY_MISTAKE, revokesKeys: false, actor, trace: TRACE };
    expect(await removeMembership(auth, out)).toMatchObject({ ok: true });
    const impostor = await anImpostor(company, fresh, holderId);
    expect(await change(company, impostor)).toEqual(ASKED);
    auth.pass(1);
    await join(company, holderId, 'buyer');
    await decide(company, company.owner);
    expect(await change(company, impostor)).toEqual(ASKED);
  });

  test('REC-05 nor a company of the manager’s that has had keys for longer, joined afterwards', async ({
    db,
  }) => {
    const { company, holderId } = await aKeylessPerson(db);
    const { older, accomplice } = await anOlderCompany(db, company);
    company.auth.pass(1);
    await join(older, holderId, 'buyer');
    await decide(older, accomplice);
    const keyId = await aKeyInUse(db, older, holderId);
    expect(await change(company, withKey(company, older, { holderId, keyId }))).toEqual(ASKED);
    expect(await isChanged(db)).toBe(false);
  });

  test('REC-05 nor does it help a deputy, with an account of their own', async ({ db }) => {
    const { company, holderId } = await aKeylessPerson(db);
    const deputy = { ...(await aStaffActor(db)), deputyFor: [company.manager.holderId] };
    const { id: accountId } = await anAccount(db, { accountManagerId: deputy.holderId });
    const fresh = { ...company, manager: deputy, accountId };
    company.auth.pass(1);
    expect(await join(fresh, holderId, 'owner')).toEqual({ ok: true, isProposed: false });
    expect(await change(company, await anImpostor(company, fresh, holderId))).toEqual(ASKED);
  });

  test('REC-05 nor an account to which they belonged long before, if it gets its first key only now', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const late = await aFreshAccount(db, company);
    const holderId = await aNewcomer(late);
    company.auth.pass(1);
    await join(company, holderId, 'buyer');
    await decide(company, company.owner);
    await aPersonWithKey(db, company.auth, { accountId: late.accountId, role: 'owner' });
    const keyId = await aKeyInUse(db, late, holderId);
    expect(await change(company, withKey(company, late, { holderId, keyId }))).toEqual(ASKED);
  });
});

describe('somebody whose first key is of another company than the one that confirmed its keys first', () => {
  /** The person owns both, with a key of each: the second company gave them the first one. */
  async function anOwnerOfTwo(db: Db) {
    const company = await aCompany(db);
    const second = await aFreshAccount(db, company);
    const holderId = await aNewcomer(company);
    await decide(company, company.owner);
    company.auth.pass(1);
    await join(second, holderId, 'owner');
    const ofSecond = { ...withKey(company, second, { holderId, keyId: await registered(second, holderId) }) };
    await db.membership.updateMany({ where: { holderId }, data: { role: 'owner' } });
    const ofFirst = withKey(company, company, { holderId, keyId: await aKeyInUse(db, company, holderId) });
    const asOwner = (actor: CustomerActor): CustomerActor => ({ ...actor, role: 'owner' });
    return { company, second, ofFirst: asOwner(ofFirst), ofSecond: asOwner(ofSecond) };
  }

  test('REC-05 asks with either key, and as an owner of the other company confirms with the other, never with the same', async ({
    db,
  }) => {
    const { company, second, ofFirst, ofSecond } = await anOwnerOfTwo(db);
    const before = { ...company, ...second };
    expect(await change(company, ofFirst)).toEqual(ASKED);
    const sameKey = { ...ofFirst, accountId: second.accountId };
    expect(await decide(before, sameKey)).toEqual({ ok: false, reason: 'own_proposal' });
    expect(await decide(before, ofSecond)).toMatchObject({ ok: true });
    expect(await isChanged(db)).toBe(true);
    expect(await change(company, ofSecond, 'own@works.example')).toEqual(ASKED);
    expect(await decide(company, ofFirst)).toMatchObject({ ok: true });
    expect(await isChanged(db)).toBe(false);
  });

  test('REC-05 what was asked for with a key that is stopped by then changes nothing', async ({ db }) => {
    const { company, ofSecond } = await anOwnerOfTwo(db);
    expect(await change(company, ofSecond)).toEqual(ASKED);
    await stop(company, ofSecond.keyId);
    expect(await decide(company, company.owner)).toMatchObject({ ok: true });
    expect(await isChanged(db)).toBe(false);
  });

  test('REC-05 with a key of a third company they ask for nothing', async ({ db }) => {
    const { company, ofFirst } = await anOwnerOfTwo(db);
    const third = await aFreshAccount(db, company);
    company.auth.pass(1);
    await join(third, ofFirst.holderId, 'buyer');
    expect(await change(company, await anImpostor(company, third, ofFirst.holderId))).toEqual(THEIRS_ALONE);
  });

  test('REC-05 nor where two companies became the first ones in one instant: nobody is asked for both', async ({
    db,
  }) => {
    const { company, holderId } = await aKeylessPerson(db);
    const { older: twin, accomplice } = await anOlderCompany(db, company);
    await join(twin, holderId, 'buyer');
    await decide(twin, accomplice);
    await db.membership.updateMany({ where: { holderId }, data: { createdAt: company.auth.now() } });
    const fresh = await aFreshAccount(db, company);
    company.auth.pass(1);
    await join(fresh, holderId, 'buyer');
    expect(await change(company, await anImpostor(company, fresh, holderId))).toEqual(THEIRS_ALONE);
  });

  test('REC-05 a manager can’t have readied a company with a key before theirs, once theirs gave them their first key', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const { older: ready, accomplice } = await anOlderCompany(db, company);
    const holderId = await aNewcomer(ready);
    await decide(ready, accomplice);
    company.auth.pass(1);
    await join(company, holderId, 'buyer');
    await decide(company, company.owner);
    await aKeyInUse(db, company, holderId);
    const keyId = await aKeyInUse(db, ready, holderId);
    expect(await change(company, withKey(company, ready, { holderId, keyId }))).toEqual(ASKED);
    expect((await onlyProposal(company)).payload).toMatchObject({ kind: 'address_change', to: ADDRESS });
  });
});
