import { describe, expect } from 'vitest';
import { changeRole } from '#auth/holders/change-role.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { hasOwnerWithKey } from '#auth/proposals/guarded-account.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { TRACE } from '#test/support/auth.ts';
import { aCompany, aMember, aPersonWithKey, decide, issued, ownerless } from '#test/support/company.ts';
import type { Company } from '#test/support/company.ts';
import { test } from '#test/support/db.ts';

const HOURS_MS = 3_600_000;

const canOwnerConfirm = (db: Db, { accountId, auth }: Company) =>
  hasOwnerWithKey(db, { accountId, policy: PRODUCTION_POLICY, now: auth.now() });

describe('an owner who can confirm', () => {
  test('REC-05 has an active key that proves everything: any less and the staff decide', async ({ db }) => {
    const company = await aCompany(db);
    const change = (data: object) => db.key.update({ where: { id: company.ownerKeyId }, data });
    expect(await canOwnerConfirm(db, company)).toBe(true);
    await change({ kind: 'u2f' });
    expect(await canOwnerConfirm(db, company)).toBe(false);
    await change({ kind: 'fido2', attestation: 'unattested' });
    expect(await canOwnerConfirm(db, company)).toBe(false);
    await change({ attestation: 'attested', status: 'suspended' });
    expect(await canOwnerConfirm(db, company)).toBe(false);
  });

  test('REC-05 is not one whose key confirms nothing yet', async ({ db }) => {
    const company = await aCompany(db);
    const signsFrom = new Date(company.auth.now().getTime() + HOURS_MS);
    await db.key.update({ where: { id: company.ownerKeyId }, data: { signsFrom } });
    expect(await canOwnerConfirm(db, company)).toBe(false);
    company.auth.pass(3_600);
    expect(await canOwnerConfirm(db, company)).toBe(true);
  });

  test('REC-05 with none, what waits comes before a second member of the staff', async ({ db }) => {
    const company = await aCompany(db);
    await db.key.update({ where: { id: company.ownerKeyId }, data: { kind: 'u2f' } });
    await issued(company, await aMember(db, company.accountId));
    expect(await findOpenProposals(db, ownerless(company))).toHaveLength(1);
    expect(await decide(company, await aStaffActor(db, 'administrator'))).toMatchObject({ ok: true });
  });
});

test('REC-05 whom two of the staff have made an owner signs nothing for 72 hours, with the key they had all along', async ({
  db,
}) => {
  const company = await aCompany(db);
  const { auth, accountId, manager: actor } = company;
  const { actor: buyer, keyId } = await aPersonWithKey(db, auth, { accountId, role: 'buyer' });
  await db.key.update({ where: { id: company.ownerKeyId }, data: { status: 'lost' } });
  const { holderId } = buyer;
  await changeRole(auth, { accountId, holderId, role: 'owner', reason: 'asked for', actor, trace: TRACE });
  expect(await decide(company, await aStaffActor(db, 'administrator'))).toMatchObject({ ok: true });
  expect(await db.key.findUnique({ where: { id: keyId } })).toMatchObject({
    signsFrom: new Date(auth.now().getTime() + 72 * HOURS_MS),
  });
});

test('REC-05 whom an owner has made an owner signs at once', async ({ db }) => {
  const company = await aCompany(db);
  const { auth, accountId, manager: actor } = company;
  const { actor: buyer, keyId } = await aPersonWithKey(db, auth, { accountId, role: 'buyer' });
  const { holderId } = buyer;
  await changeRole(auth, { accountId, holderId, role: 'owner', reason: 'asked for', actor, trace: TRACE });
  expect(await decide(company, company.owner)).toMatchObject({ ok: true });
  expect(await db.key.findUnique({ where: { id: keyId } })).toMatchObject({ signsFrom: null });
});
