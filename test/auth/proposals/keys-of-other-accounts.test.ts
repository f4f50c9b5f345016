import { describe, expect } from 'vitest';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { isGuardedAccount } from '#auth/proposals/guarded-account.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { TRACE, openTestAuth } from '#test/support/auth.ts';
import { aSession, anAccount } from '#test/support/builders.ts';
import {
  aCompany,
  aFreshAccount,
  aMember,
  aPersonWithKey,
  decide,
  issued,
  join,
  registered,
} from '#test/support/company.ts';
import type { Desk } from '#test/support/company.ts';
import { test } from '#test/support/db.ts';

/** Whether a session of the key that works in the account is one that a request could use. */
async function opens(
  { auth }: Desk,
  { keyId, holderId, accountId }: { keyId: string; holderId: string; accountId: string },
): Promise<boolean> {
  const { token } = await aSession(auth.db, { keyId, holderId, accountId });
  const found = await findSession(auth.db, { token, policy: await auth.policy(), now: new Date() });
  return found.ok;
}

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

test('REC-05 a company becomes guarded with its first registered key', async ({ db }) => {
  const auth = openTestAuth(db);
  const { id: accountId } = await anAccount(db);
  await aMember(db, accountId, 'owner');
  expect(await isGuardedAccount(db, accountId)).toBe(false);
  await aPersonWithKey(db, auth, { accountId, role: 'viewer' });
  expect(await isGuardedAccount(db, accountId)).toBe(true);
  expect(await isGuardedAccount(db, null)).toBe(false);
});
