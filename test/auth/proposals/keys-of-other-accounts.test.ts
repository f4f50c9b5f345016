import { describe, expect } from 'vitest';
import { addMembership } from '#auth/holders/add-membership.ts';
import { changeOwnAddress } from '#auth/holders/change-own-address.ts';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import { isGuardedAccount } from '#auth/proposals/guarded-account.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { ORIGIN, TRACE, openTestAuth, register } from '#test/support/auth.ts';
import { aKey, aSession, anAccount } from '#test/support/builders.ts';
import { aCompany, aMember, aPersonWithKey, decide, issued } from '#test/support/company.ts';
import type { Company, Desk } from '#test/support/company.ts';
import { test } from '#test/support/db.ts';
import { createSoftAuthenticator } from '#test/support/soft-authenticator.ts';

/** Registers the key of a link, whoever holds it. */
async function registered({ auth, manager, accountId }: Desk, holderId: string): Promise<string> {
  const { invitation, keyId } = await issued({ auth, manager, accountId }, holderId);
  const { claimCode } = invitation;
  if (claimCode === null) throw new Error('the manager has no code');
  const soft = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
  const waiting = { invitation: { ...invitation, claimCode }, keyId, holderId, accountId };
  const outcome = await register(auth, waiting, (options) => soft.create(options));
  if (!outcome.ok) throw new Error(outcome.reason);
  return keyId;
}

/** Whether a session of the key that works in the account is one that a request could use. */
async function opens(
  { auth }: Desk,
  { keyId, holderId, accountId }: { keyId: string; holderId: string; accountId: string },
): Promise<boolean> {
  const { token } = await aSession(auth.db, { keyId, holderId, accountId });
  const found = await findSession(auth.db, { token, policy: await auth.policy(), now: new Date() });
  return found.ok;
}

async function aFreshAccount(db: Db, { auth, manager }: Desk): Promise<Desk> {
  const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId });
  return { auth, manager, accountId };
}

const join = ({ auth, accountId, manager: actor }: Desk, holderId: string, role: 'owner' | 'buyer') =>
  addMembership(auth, { accountId, holderId, role, actor, trace: TRACE });

describe('a key that was issued for one account', () => {
  test('REC-05 a manager gets into no account that has a key by a key for a new account of the same person', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const holderId = await aMember(db, company.accountId, 'owner');
    const fresh = await aFreshAccount(db, company);
    expect(await join(fresh, holderId, 'buyer')).toMatchObject({ ok: true });
    const keyId = await registered(fresh, holderId); // with link and code, in the manager's own browser
    expect(await opens(fresh, { keyId, holderId, accountId: fresh.accountId })).toBe(true);
    expect(await opens(company, { keyId, holderId, accountId: company.accountId })).toBe(false);
  });

  test('REC-05 nor by a key that they had registered before an owner let that person in', async ({ db }) => {
    const company = await aCompany(db);
    const fresh = await aFreshAccount(db, company);
    const holderId = await aMember(db, fresh.accountId);
    const keyId = await registered(fresh, holderId);
    expect(await join(company, holderId, 'buyer')).toEqual({ ok: true, isProposed: true });
    expect(await decide(company, company.owner)).toMatchObject({ ok: true });
    expect(await opens(company, { keyId, holderId, accountId: company.accountId })).toBe(false);
  });

  test('opens another company of its holder, too, if they came to it with that key', async ({ db }) => {
    const company = await aCompany(db);
    const fresh = await aFreshAccount(db, company);
    const { holderId } = company.owner;
    expect(await join(fresh, holderId, 'owner')).toEqual({ ok: true, isProposed: false });
    const keyId = company.ownerKeyId;
    expect(await opens(fresh, { keyId, holderId, accountId: fresh.accountId })).toBe(true);
  });
});

describe('an account whose owner works in it with a key of another one', () => {
  async function aGroup(db: Db) {
    const company = await aCompany(db);
    const fresh = await aFreshAccount(db, company);
    await join(fresh, company.owner.holderId, 'owner');
    return { company, fresh };
  }

  test('REC-05 confirms its keys from then on, with that key', async ({ db }) => {
    const { company, fresh } = await aGroup(db);
    const { invitation } = await issued(fresh, await aMember(db, fresh.accountId));
    expect(invitation.claimCode).toBeNull();
    const owner = { ...company.owner, accountId: fresh.accountId };
    expect(await decide({ ...company, ...fresh }, owner)).toMatchObject({ ok: true });
  });

  test('REC-05 the manager can’t undo that by stopping the key, nor by removing its owner', async ({
    db,
  }) => {
    const { company, fresh } = await aGroup(db);
    const { auth, manager: actor, owner } = company;
    const by = { reason: 'as if by mistake', actor, trace: TRACE };
    await changeKeyStatus(auth, { keyId: company.ownerKeyId, transition: 'suspend', ...by });
    expect(await isGuardedAccount(db, fresh.accountId)).toBe(true);
    const { accountId } = fresh;
    const removed = { accountId, holderId: owner.holderId, revokesKeys: false, ...by };
    expect(await removeMembership(auth, removed)).toMatchObject({ ok: true });
    expect(await isGuardedAccount(db, accountId)).toBe(true);
    expect(await join(fresh, owner.holderId, 'buyer')).toEqual({ ok: true, isProposed: true });
    expect(await isGuardedAccount(db, accountId)).toBe(true);
  });

  test('of another manager it reaches nothing, and guards nothing', async ({ db }) => {
    const company = await aCompany(db);
    const other = await aFreshAccount(db, { ...company, manager: await aStaffActor(db) });
    await db.membership.create({
      data: {
        holderId: company.owner.holderId,
        accountId: other.accountId,
        role: 'owner',
        keysUntil: company.auth.now(),
        createdAt: company.auth.now(),
      },
    });
    expect(await isGuardedAccount(db, other.accountId)).toBe(false);
  });
});

describe('the address of an owner whose manager holds a key of theirs for a new account', () => {
  const ADDRESS = 'manager@elsewhere.example';

  /** The manager works in the new account with a key of the owner that they registered themselves. */
  async function anImpostor(db: Db, company: Company) {
    company.auth.pass(1);
    const fresh = await aFreshAccount(db, company);
    const { holderId } = company.owner;
    await join(fresh, holderId, 'buyer');
    const keyId = await registered(fresh, holderId);
    const { accountId } = fresh;
    return { ...company.owner, role: 'buyer', accountId, keyId } satisfies CustomerActor;
  }

  const change = ({ auth }: Desk, actor: CustomerActor) =>
    changeOwnAddress(auth, { address: ADDRESS, actor, trace: TRACE });
  const THEIRS_ALONE = { ok: false, reason: 'theirs_alone' };

  test('REC-05 is not changed with that key; with the one of their own company it is', async ({ db }) => {
    const company = await aCompany(db);
    const impostor = await anImpostor(db, company);
    expect(await change(company, impostor)).toEqual(THEIRS_ALONE);
    expect(await db.holder.count({ where: { email: ADDRESS } })).toBe(0);
    expect(await db.letter.count()).toBe(0);
    expect(await change(company, company.owner)).toEqual({ ok: true });
  });

  test('REC-05 nor once the manager has revoked the key of their own company', async ({ db }) => {
    const company = await aCompany(db);
    const impostor = await anImpostor(db, company);
    const { auth, manager: actor, ownerKeyId: keyId } = company;
    const revoked = { keyId, transition: 'revoke', reason: 'as if by mistake', actor, trace: TRACE } as const;
    expect(await changeKeyStatus(auth, revoked)).toMatchObject({ ok: true });
    expect(await change(company, impostor)).toEqual(THEIRS_ALONE);
  });

  test('REC-05 nor once the manager has taken them out of their own company, keys and all', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const impostor = await anImpostor(db, company);
    const { auth, manager: actor, accountId, owner } = company;
    const removed = { accountId, holderId: owner.holderId, reason: 'as if by mistake', revokesKeys: true };
    expect(await removeMembership(auth, { ...removed, actor, trace: TRACE })).toMatchObject({ ok: true });
    expect(await change(company, impostor)).toEqual(THEIRS_ALONE);
  });

  test('REC-05 stays theirs with a key that takes the place of the first one', async ({ db }) => {
    const company = await aCompany(db);
    await anImpostor(db, company);
    const { auth, manager: actor, ownerKeyId, accountId, owner } = company;
    const revoked = { keyId: ownerKeyId, transition: 'revoke', reason: 'worn', actor, trace: TRACE } as const;
    await changeKeyStatus(auth, revoked);
    auth.pass(1);
    const { id: keyId } = await aKey(db, { holderId: owner.holderId, accountId });
    await db.key.update({ where: { id: keyId }, data: { activatedAt: auth.now() } });
    expect(await change(company, { ...owner, keyId })).toEqual({ ok: true });
  });
});

test('REC-05 a company becomes guarded with its first registered key', async ({ db }) => {
  const auth = openTestAuth(db);
  const { id: accountId } = await anAccount(db);
  await aMember(db, accountId, 'owner');
  expect(await isGuardedAccount(db, accountId)).toBe(false);
  await aPersonWithKey(db, auth, { accountId, role: 'viewer' });
  expect(await isGuardedAccount(db, accountId)).toBe(true);
  expect(await isGuardedAccount(db, null)).toBe(false);
});
