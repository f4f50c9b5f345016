import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { addMembership } from '#auth/holders/add-membership.ts';
import { addPerson } from '#auth/holders/add-person.ts';
import { changeRole } from '#auth/holders/change-role.ts';
import { createInvitation } from '#auth/invitations/create-invitation.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { renewInvitation } from '#auth/invitations/renew-invitation.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import {
  aCompany,
  aMember,
  aPersonWithKey,
  decide,
  issued,
  onlyProposal,
  ownerless,
} from '#test/support/company.ts';
import type { Desk } from '#test/support/company.ts';
import { ORIGIN, TRACE, openTestAuth, register } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aKey, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { createSoftAuthenticator } from '#test/support/soft-authenticator.ts';

const opened = ({ auth }: Desk, token: string, claimCode: string) =>
  openInvitation(auth, { token, claimCode, browserToken: 'browser', trace: TRACE });

describe('a further key of a company', () => {
  test('REC-05 the manager who issues it learns its link but no code, and the link opens nothing', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const { invitation } = await issued(company, await aMember(db, company.accountId));
    expect(invitation.claimCode).toBeNull();
    expect(await opened(company, invitation.token, '0000-0000')).toEqual({ ok: false, reason: 'not_open' });
  });

  test('REC-05 once an owner has confirmed it with their key, they have the code, and link and code work', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const { invitation, keyId } = await issued(company, await aMember(db, company.accountId));
    const decided = await decide(company, company.owner);
    if (!decided.ok || decided.claimCode === null) throw new Error('no code');
    expect(await opened(company, invitation.token, decided.claimCode)).toMatchObject({ ok: true });
    expect(await db.key.findUnique({ where: { id: keyId } })).toMatchObject({
      evidence: 'owner-confirmed',
      signsFrom: null,
    });
  });

  test('REC-05 the code is shown once: stored nowhere, and no second decision makes another', async ({
    db,
  }) => {
    const company = await aCompany(db);
    await issued(company, await aMember(db, company.accountId));
    const { proposalId, payloadHash: seenHash } = await onlyProposal(company);
    const request = {
      proposalId,
      decision: 'approve',
      seenHash,
      actor: company.owner,
      trace: TRACE,
    } as const;
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => decideProposal(company.auth, request)));
    const codes = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.claimCode] : []));
    expect(codes).toHaveLength(1);
    const stored = JSON.stringify([await db.invitation.findMany(), await db.proposal.findMany()]);
    expect(stored).not.toContain(String(codes[0]));
  });

  test('REC-05 declined by an owner its link is dead for good', async ({ db }) => {
    const company = await aCompany(db);
    const { invitation } = await issued(company, await aMember(db, company.accountId));
    expect(await decide(company, company.owner, 'decline')).toEqual({
      ok: true,
      claimCode: null,
      oneTimePin: null,
    });
    expect(await db.invitation.findUnique({ where: { id: invitation.invitationId } })).toMatchObject({
      status: 'withdrawn',
    });
  });

  test('REC-05 a new link for a key that waits needs the owner again, and the earlier proposal is gone', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const { keyId } = await issued(company, await aMember(db, company.accountId));
    const renewed = await renewInvitation(company.auth, {
      keyId,
      requestId: randomUUID(),
      actor: company.manager,
      trace: TRACE,
    });
    expect(renewed).toMatchObject({ ok: true, invitation: { claimCode: null } });
    expect(await onlyProposal(company)).toMatchObject({ payload: { kind: 'key_issue', keyId } });
  });

  test('REC-05 revoked before it was confirmed there is nothing left to confirm', async ({ db }) => {
    const company = await aCompany(db);
    const { keyId } = await issued(company, await aMember(db, company.accountId));
    await changeKeyStatus(company.auth, {
      keyId,
      transition: 'revoke',
      reason: 'a mistake',
      actor: company.manager,
      trace: TRACE,
    });
    expect(await findOpenProposals(db, { of: company, now: company.auth.now() })).toEqual([]);
  });

  test('REC-05 a key that the manager kept back from before the first one dies with its code', async ({
    db,
  }) => {
    const auth = openTestAuth(db);
    const manager = await aStaffActor(db);
    const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId });
    const invited = await aWaitingKey(db, auth, accountId);
    const company = { auth, manager, accountId };
    const kept = await issued(company, await aMember(db, accountId, 'buyer'));
    if (kept.invitation.claimCode === null) throw new Error('a first key has its code');
    const soft = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
    const first = await register(auth, invited, (options) => soft.create(options));
    expect(first).toMatchObject({ ok: true });
    expect(await opened(company, kept.invitation.token, kept.invitation.claimCode)).toEqual({
      ok: false,
      reason: 'not_open',
    });
    expect(await onlyProposal(company)).toMatchObject({ payload: { keyId: kept.keyId } });
  });

  test('REC-05 a link that is open all the same registers nothing that nobody there has confirmed', async ({
    db,
  }) => {
    const auth = openTestAuth(db);
    const { id: accountId } = await anAccount(db);
    const invited = await aWaitingKey(db, auth, accountId);
    await aPersonWithKey(db, auth, { accountId, role: 'owner' }); // as if both had happened in the same instant
    const soft = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
    expect(await register(auth, invited, (options) => soft.create(options))).toEqual({
      ok: false,
      reason: 'ticket_spent',
    });
    expect(await db.key.findUnique({ where: { id: invited.keyId } })).toMatchObject({ status: 'assigned' });
  });

  test('a person’s first key of a company that has none needs nobody else', async ({ db }) => {
    const auth = openTestAuth(db);
    const manager = await aStaffActor(db);
    const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId });
    const { invitation } = await issued({ auth, manager, accountId }, await aMember(db, accountId));
    expect(invitation.claimCode).toMatch(/^....-....$/);
  });
});

/** A key with its link, written as the first of an account. */
async function aWaitingKey(db: Db, auth: TestAuth, accountId: string) {
  const holderId = await aMember(db, accountId, 'owner');
  const { id: keyId } = await aKey(db, { holderId, accountId, status: 'assigned' });
  const created = await db.$transaction((tx) =>
    createInvitation(tx, {
      keyId,
      createdById: null,
      days: 14,
      peppers: auth.peppers,
      audit: auth.audit,
      about: { holderId, accountId, actorId: null },
      now: auth.now(),
    }),
  );
  if (created.claimCode === null) throw new Error('no code');
  return { invitation: { ...created, claimCode: created.claimCode }, keyId, holderId, accountId };
}

describe('who may confirm', () => {
  test('ADM-03 neither a buyer, nor an owner of another company, nor an owner with a weaker key', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const other = await aCompany(db);
    await issued(company, await aMember(db, company.accountId));
    const { actor: buyer } = await aPersonWithKey(db, company.auth, { ...company, role: 'buyer' });
    for (const actor of [buyer, other.owner, { ...company.owner, tier: 2 } as const]) {
      expect(await decide(company, actor)).toEqual({ ok: false, reason: 'not_found' });
    }
  });

  test('REC-05 no member of the staff, while an owner has a key that works', async ({ db }) => {
    const company = await aCompany(db);
    await issued(company, await aMember(db, company.accountId));
    expect(await decide(company, company.manager)).toEqual({ ok: false, reason: 'not_found' });
    const administrator = await aStaffActor(db, 'administrator');
    expect(await decide(company, administrator)).toEqual({ ok: false, reason: 'owner_decides' });
    expect(await findOpenProposals(db, ownerless(company))).toEqual([]);
  });

  test('REC-05 with all owners’ keys lost a second member of the staff, and the key signs nothing for 72 hours', async ({
    db,
  }) => {
    const company = await aCompany(db);
    const { keyId } = await issued(company, await aMember(db, company.accountId, 'owner'));
    await db.key.update({ where: { id: company.ownerKeyId }, data: { status: 'lost' } });
    const administrator = await aStaffActor(db, 'administrator');
    expect(await findOpenProposals(db, ownerless(company))).toHaveLength(1);
    expect(await decide(company, administrator)).toMatchObject({ ok: true });
    expect(await db.key.findUnique({ where: { id: keyId } })).toMatchObject({
      evidence: 'two-of-staff',
      signsFrom: new Date(company.auth.now().getTime() + 72 * 3_600_000),
    });
  });

  test('ADM-02 nobody confirms what they asked for themselves', async ({ db }) => {
    const company = await aCompany(db);
    await issued(company, await aMember(db, company.accountId));
    await db.proposal.updateMany({ data: { proposedById: company.owner.holderId } });
    expect(await decide(company, company.owner)).toEqual({ ok: false, reason: 'own_proposal' });
  });

  test('ADM-02 a proposal that has changed since it was seen, or is too old, is not confirmed', async ({
    db,
  }) => {
    const company = await aCompany(db);
    await issued(company, await aMember(db, company.accountId));
    const { proposalId, payloadHash } = await onlyProposal(company);
    const request = { proposalId, decision: 'approve', actor: company.owner, trace: TRACE } as const;
    const overtaken = { ok: false, reason: 'overtaken' };
    expect(await decideProposal(company.auth, { ...request, seenHash: 'ff' })).toEqual(overtaken);
    company.auth.pass(15 * 86_400);
    expect(await decideProposal(company.auth, { ...request, seenHash: payloadHash })).toEqual(overtaken);
  });
});

describe('people and roles of a company', () => {
  const PERSON = { name: 'Demo newcomer', position: null, email: null, phone: null, language: 'ru' } as const;

  test('REC-05 a new person is nobody there until an owner has confirmed them', async ({ db }) => {
    const company = await aCompany(db);
    const { auth, accountId, manager: actor } = company;
    const added = await addPerson(auth, {
      accountId,
      person: PERSON,
      role: 'accountant',
      isSurelyNew: true,
      actor,
      trace: TRACE,
    });
    if (!added.ok) throw new Error(added.reason);
    const statusOf = async () =>
      (await db.membership.findFirstOrThrow({ where: { holderId: added.holderId } })).status;
    expect([added.isProposed, await statusOf()]).toEqual([true, 'proposed']);
    const refused = issueKey(auth, {
      accountId,
      holderId: added.holderId,
      label: 'Green',
      choice: { from: 'hand', serial: null, kind: 'fido2' },
      requestId: randomUUID(),
      actor,
      trace: TRACE,
    });
    expect(await refused).toEqual({ ok: false, reason: 'holder_not_of_account' });
    await decide(company, company.owner);
    expect(await statusOf()).toBe('active');
  });

  test('REC-05 whom no owner has answered for is asked about again, and is not stuck', async ({ db }) => {
    const company = await aCompany(db);
    const { auth, accountId, manager: actor } = company;
    const { id: beside } = await anAccount(db, { accountManagerId: actor.holderId });
    const holderId = await aMember(db, beside);
    const join = { accountId, holderId, role: 'buyer', actor, trace: TRACE } as const;
    await addMembership(auth, join);
    auth.pass(15 * 86_400); // nobody looked for two weeks
    expect(await addMembership(auth, { ...join, role: 'viewer' })).toEqual({ ok: true, isProposed: true });
    await decide(company, company.owner);
    expect(await db.membership.findFirst({ where: { holderId, accountId } })).toMatchObject({
      status: 'active',
      role: 'viewer',
    });
    expect(await addMembership(auth, join)).toEqual({ ok: false, reason: 'member_already' });
  });

  test('REC-05 somebody known from another company is let in by an owner, or not at all', async ({ db }) => {
    const company = await aCompany(db);
    const { auth, accountId, manager: actor } = company;
    const { id: beside } = await anAccount(db, { accountManagerId: actor.holderId });
    const holderId = await aMember(db, beside);
    const joined = await addMembership(auth, { accountId, holderId, role: 'owner', actor, trace: TRACE });
    expect(joined).toEqual({ ok: true, isProposed: true });
    await decide(company, company.owner, 'decline');
    expect(await db.membership.findFirst({ where: { holderId, accountId } })).toMatchObject({
      status: 'removed',
    });
  });

  test('REC-05 a manager makes nobody an owner alone', async ({ db }) => {
    const company = await aCompany(db);
    const { auth, accountId, manager: actor } = company;
    const holderId = await aMember(db, accountId, 'receiver');
    const change = {
      accountId,
      holderId,
      role: 'owner',
      reason: 'asked by phone',
      actor,
      trace: TRACE,
    } as const;
    expect(await changeRole(auth, change)).toEqual({ ok: true, isProposed: true });
    const roleOf = async () => (await db.membership.findFirstOrThrow({ where: { holderId } })).role;
    expect(await roleOf()).toBe('receiver');
    await decide(company, company.owner);
    expect(await roleOf()).toBe('owner');
  });

  test('a role that was changed otherwise meanwhile is left alone', async ({ db }) => {
    const company = await aCompany(db);
    const { auth, accountId, manager: actor } = company;
    const holderId = await aMember(db, accountId, 'receiver');
    await changeRole(auth, { accountId, holderId, role: 'owner', reason: 'r', actor, trace: TRACE });
    await db.membership.updateMany({ where: { holderId }, data: { role: 'viewer' } });
    await decide(company, company.owner);
    expect(await db.membership.findFirst({ where: { holderId } })).toMatchObject({ role: 'viewer' });
  });

  test('ADM-05 what was asked for, by whom, and who confirmed it with which key stands in the log', async ({
    db,
  }) => {
    const company = await aCompany(db);
    await issued(company, await aMember(db, company.accountId));
    await decide(company, company.owner);
    const events = await db.auditEvent.findMany({
      where: { type: { in: ['proposal_made', 'proposal_approved'] } },
      orderBy: { seq: 'asc' },
    });
    expect(events).toMatchObject([
      { type: 'proposal_made', actorId: company.manager.holderId, accountId: company.accountId },
      { type: 'proposal_approved', actorId: company.owner.holderId, accountId: company.accountId },
    ]);
    expect(await db.proposal.findFirst()).toMatchObject({ decidedWithKeyId: company.ownerKeyId });
  });
});
