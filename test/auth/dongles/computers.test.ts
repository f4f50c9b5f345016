/** One more computer for an old key in use: who may give it one, what must be proven there, and how it is taken away (REC-05). */
import { expect } from 'vitest';
import { askComputer } from '#auth/dongles/ask-computer.ts';
import { findOwnComputers } from '#auth/dongles/find-own-computers.ts';
import { inviteComputer } from '#auth/dongles/invite-computer.ts';
import { removeComputer } from '#auth/dongles/remove-computer.ts';
import { revokeAgent } from '#auth/dongles/revoke-agent.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { claimTicket } from '#auth/invitations/claim-ticket.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { aCustomerActor, aStaffActor } from '#test/support/actors.ts';
import { auditTypes, openTestAuth, TRACE } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { addressesOf, lettersOf, withAddress } from '#test/support/letters.ts';
import {
  aCodeFob,
  aSeat,
  aSoftAgent,
  addComputer,
  beat,
  enrolAgent,
  enrolledDongle,
  signInWithDongle,
} from '#test/support/soft-agent.ts';
import type { Registered, Seat, SoftAgent } from '#test/support/soft-agent.ts';
import { PIN, WRONG_PIN } from '#test/support/u2f.ts';

const reasonOf = ({ ok, reason }: { ok: boolean; reason?: string }) => (ok ? 'done' : (reason ?? ''));

/** The holder, signed in with the dongle. */
async function signedIn(auth: TestAuth, key: Pick<Registered, 'agent' | 'dongle'>) {
  const outcome = await signInWithDongle(auth, key);
  if (!outcome.ok) throw new Error(outcome.reason);
  const policy = await auth.policy();
  const found = await findSession(auth.db, { token: outcome.token, policy, now: auth.now() });
  if (!found.ok || found.session.actor.kind !== 'customer') throw new Error('nobody is signed in');
  return { actor: found.session.actor, txn: outcome.txn };
}

/** The dongle is pulled out of the computer that has it. */
async function pull(auth: TestAuth, { agent }: { agent: SoftAgent }, txn: string): Promise<void> {
  await beat(auth, agent, { txn, sequence: 50, isPluggedIn: false });
}

/** A browser on another computer with a ticket that the holder made there and then, and its agent, enrolled. */
async function elsewhere(
  auth: TestAuth,
  key: Registered,
): Promise<{ agent: SoftAgent; seat: Seat; agentId: string }> {
  const { actor, txn } = await signedIn(auth, key);
  const made = await inviteComputer(auth, { keyId: key.keyId, pin: PIN, actor, trace: TRACE });
  if (!made.ok) throw new Error(made.reason);
  await pull(auth, key, txn);
  return atComputer(auth, { ...key, invitation: made.invitation });
}

async function atComputer(
  auth: TestAuth,
  invited: Pick<Registered, 'invitation' | 'keyId' | 'holderId' | 'accountId'>,
) {
  const seat = await aSeat(auth, invited);
  const agent = await aSoftAgent();
  auth.pass(1);
  const enrolled = await enrolAgent(auth, agent, seat);
  if (!enrolled.ok) throw new Error(enrolled.reason);
  return { agent, seat, agentId: enrolled.agentId };
}

test('REC-05 a holder adds a computer with the dongle and its PIN, and signs in on both', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  await withAddress(db, key.holderId, 'holder@customer.example');
  const there = await elsewhere(auth, key);
  expect(reasonOf(await addComputer(auth, { ...there, dongle: key.dongle }))).toBe('done');
  expect((await auditTypes(db)).at(-1)).toBe('computer_added');
  expect(await lettersOf(db, 'computer_changed')).toMatchObject([
    { change: 'added', computerName: 'Warehouse' },
  ]);
  expect(await addressesOf(db, 'computer_changed')).toEqual(['holder@customer.example']);
  const { actor, txn } = await signedIn(auth, { agent: there.agent, dongle: key.dongle });
  expect(await findOwnComputers(db, actor)).toMatchObject([
    { agentId: there.agentId, name: 'Warehouse', isThisOne: true, lastUsedAt: auth.now() },
    { agentId: key.agentId, name: '', isThisOne: false },
  ]);
  await pull(auth, there, txn);
  expect((await signInWithDongle(auth, key)).ok).toBe(true);
});

test('a ticket for a computer is good once, and a failed try spends none', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const there = { ...(await elsewhere(auth, key)), dongle: key.dongle };
  const tries = [
    await addComputer(auth, { ...there, pin: WRONG_PIN }),
    await addComputer(auth, { ...there, unlike: { fob: { proof: 'AAAA' } } }),
    await addComputer(auth, { ...there, unlike: { claims: { isTouched: false, isConfirmed: true } } }),
    await addComputer(auth, { ...there, dongle: { ...key.dongle, serial: '99' } }),
  ];
  expect(tries.map(reasonOf)).toEqual(['wrong_pin', 'proof_wrong', 'not_touched', 'dongle_other']);
  expect(await db.dongleAgent.count()).toBe(1);
  const both = await Promise.all([addComputer(auth, there), addComputer(auth, there)]);
  expect(both.map(reasonOf).toSorted()).toEqual(['done', 'ticket_spent']);
});

test('AGT-05 a computer whose agent nobody enrolled, or that is another company’s, is not added', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const [key, other] = [await enrolledDongle(auth), await enrolledDongle(auth)];
  const there = await elsewhere(auth, key);
  const of = { seat: there.seat, dongle: key.dongle };
  expect(reasonOf(await addComputer(auth, { ...of, agent: await aSoftAgent() }))).toBe('answer_key_unknown');
  expect(reasonOf(await addComputer(auth, { ...of, agent: other.agent }))).toBe('agent_of_other_account');
});

test('a dongle that is at work on one computer is not added on another, and somebody is told', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth, { dongle: aCodeFob() });
  const there = await elsewhere(auth, key);
  await signedIn(auth, key); // the copy is there, or here
  expect(reasonOf(await addComputer(auth, { ...there, dongle: key.dongle }))).toBe('dongle_in_use');
  expect(await db.alarm.findMany({ select: { kind: true, detail: true } })).toEqual([
    { kind: 'dongle_elsewhere', detail: there.agentId },
  ]);
});

test('REC-05 an open page alone adds no computer: the PIN of its key is asked for', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const { actor } = await signedIn(auth, key);
  const request = { keyId: key.keyId, actor, trace: TRACE };
  expect(reasonOf(await inviteComputer(auth, { ...request, pin: WRONG_PIN }))).toBe('wrong_pin');
  auth.pass(600);
  expect(reasonOf(await inviteComputer(auth, { ...request, pin: null }))).toBe('wrong_pin');
  expect(await db.invitation.count({ where: { purpose: 'computer' } })).toBe(0);
});

test('REC-05 another key adds a computer to an old key of its holder that opens no more than it, and to no other', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const [key, other] = [await enrolledDongle(auth), await enrolledDongle(auth)];
  const stranger = await aCustomerActor(db, { account: { id: key.accountId ?? '' } });
  const holder: CustomerActor = { ...stranger, holderId: key.holderId };
  await db.key.update({ where: { id: stranger.keyId }, data: { holderId: key.holderId } });
  const ask = async (actor: CustomerActor, keyId = key.keyId) =>
    reasonOf(await inviteComputer(auth, { keyId, pin: null, actor, trace: TRACE }));
  expect(await ask(stranger)).toBe('not_found');
  expect(await ask(holder, other.keyId)).toBe('not_found');
  expect(await ask({ ...holder, tier: 1 })).toBe('not_found');
  expect(await ask({ ...holder, accountId: other.accountId ?? '' })).toBe('not_found');
  const signsFrom = new Date(auth.now().getTime() + 1000);
  await db.key.update({ where: { id: holder.keyId }, data: { signsFrom } });
  expect(await ask(holder)).toBe('signs_later');
  auth.pass(2);
  expect(await ask(holder)).toBe('done');
  await db.key.update({ where: { id: key.keyId }, data: { status: 'suspended' } });
  expect(await ask(holder)).toBe('not_found');
});

test('REC-05 a ticket for a computer registers no key, and one for a key adds no computer', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const there = await elsewhere(auth, key);
  const { seat } = there;
  expect(seat.ticket.purpose).toBe('computer');
  expect(await db.$transaction((tx) => claimTicket(tx, seat.ticket, auth.now()))).toBe(false);
  await db.invitation.updateMany({ where: { purpose: 'computer' }, data: { purpose: 'key' } });
  expect(reasonOf(await addComputer(auth, { ...there, dongle: key.dongle }))).toBe('ticket_spent');
  expect(await db.dongleAgent.count()).toBe(1);
  expect(reasonOf(await enrolAgent(auth, await aSoftAgent(), seat))).toBe('ticket_spent');
});

test('REC-05 a manager alone gives no computer to a key: the holder is told, and an owner has the code', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const accountId = key.accountId ?? '';
  await withAddress(db, key.holderId, 'holder@customer.example');
  const owner = await aCustomerActor(db, { account: { id: accountId } });
  await db.key.updateMany({ where: { id: owner.keyId }, data: { kind: 'fido2', attestation: 'unattested' } });
  const manager = await aStaffActor(db);
  const ask = { keyId: key.keyId, requestId: 'one', actor: manager, trace: TRACE };
  expect(reasonOf(await askComputer(auth, ask))).toBe('not_found'); // somebody else's customer
  await db.customerAccount.update({ where: { id: accountId }, data: { accountManagerId: manager.holderId } });
  const asked = await askComputer(auth, ask);
  if (!asked.ok) throw new Error(asked.reason);
  expect(asked.invitation.claimCode).toBeNull();
  expect(reasonOf(await askComputer(auth, ask))).toBe('asked_already');
  expect(await addressesOf(db, 'proposal_made')).toEqual(['holder@customer.example']);
  const browserToken = mintToken();
  const { token } = asked.invitation;
  const guessed = await openInvitation(auth, { token, claimCode: 'AAAA-AAAA', browserToken, trace: TRACE });
  expect(reasonOf(guessed)).toBe('not_open');

  const [proposal] = await findOpenProposals(db, { of: { accountId }, now: auth.now() });
  expect(proposal?.payload.kind).toBe('computer_add');
  const decide = {
    proposalId: proposal?.proposalId ?? '',
    seenHash: proposal?.payloadHash ?? '',
    decision: 'approve' as const,
    trace: TRACE,
  };
  expect(reasonOf(await decideProposal(auth, { ...decide, actor: manager }))).toBe('not_found');
  const confirmed = await decideProposal(auth, { ...decide, actor: owner });
  if (!confirmed.ok) throw new Error(confirmed.reason);
  const invitation = { ...asked.invitation, claimCode: confirmed.claimCode ?? '' };
  const there = await atComputer(auth, { ...key, invitation });
  expect(reasonOf(await addComputer(auth, { ...there, dongle: key.dongle }))).toBe('done');
  expect(await db.key.findUniqueOrThrow({ where: { id: key.keyId }, select: { signsFrom: true } })).toEqual({
    signsFrom: null,
  });
});

test('REC-05 where no owner can confirm, a second one of the staff does, and the key signs nothing for 72 hours', async ({
  db,
}) => {
  const auth = openTestAuth(db, PRODUCTION_POLICY);
  const key = await enrolledDongle(auth);
  const accountId = key.accountId ?? '';
  const [manager, administrator] = [await aStaffActor(db), await aStaffActor(db, 'administrator')];
  await db.customerAccount.update({ where: { id: accountId }, data: { accountManagerId: manager.holderId } });
  await askComputer(auth, { keyId: key.keyId, requestId: 'one', actor: manager, trace: TRACE });
  const [proposal] = await findOpenProposals(db, { of: { accountId }, now: auth.now() });
  const confirmed = await decideProposal(auth, {
    proposalId: proposal?.proposalId ?? '',
    seenHash: proposal?.payloadHash ?? '',
    decision: 'approve',
    actor: administrator,
    trace: TRACE,
  });
  expect(reasonOf(confirmed)).toBe('done');
  const { signsFrom } = await db.key.findUniqueOrThrow({
    where: { id: key.keyId },
    select: { signsFrom: true },
  });
  expect(signsFrom).toEqual(new Date(auth.now().getTime() + 72 * 3_600_000));
  const { actor } = await signedIn(auth, key);
  const again = await inviteComputer(auth, { keyId: key.keyId, pin: PIN, actor, trace: TRACE });
  expect(reasonOf(again)).toBe('signs_later');
});

test('a holder removes a computer: what was open there ends, and the dongle answers there no more', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const there = await elsewhere(auth, key);
  await addComputer(auth, { ...there, dongle: key.dongle });
  const stranger = await aCustomerActor(db, { account: { id: key.accountId ?? '' } });
  const removal = { agentId: key.agentId, trace: TRACE };
  expect(reasonOf(await removeComputer(auth, { ...removal, actor: stranger }))).toBe('not_found');
  const { actor } = await signedIn(auth, key);
  expect(await removeComputer(auth, { ...removal, actor })).toEqual({ ok: true, endedSessions: 2 });
  expect((await auditTypes(db)).at(-1)).toBe('computer_removed');
  expect(reasonOf(await signInWithDongle(auth, key))).toBe('agent_revoked');
  expect(reasonOf(await removeComputer(auth, { ...removal, actor }))).toBe('not_found');
  expect((await signInWithDongle(auth, { agent: there.agent, dongle: key.dongle })).ok).toBe(true);
  expect((await lettersOf(db, 'computer_changed')).length).toBe(0); // nobody has an address
});

test('a computer at which a colleague’s dongle answers, too, is taken from the own one only', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const { actor } = await signedIn(auth, key);
  const { holderId } = await aCustomerActor(db, { account: { id: key.accountId ?? '' } });
  const colleague = await enrolledDongle(auth);
  await db.key.update({ where: { id: colleague.keyId }, data: { holderId, accountId: key.accountId } });
  await db.dongleAgent.create({
    data: { keyId: colleague.keyId, agentId: key.agentId, addedAt: auth.now() },
  });
  expect((await removeComputer(auth, { agentId: key.agentId, actor, trace: TRACE })).ok).toBe(true);
  const agent = await db.agent.findUniqueOrThrow({ where: { id: key.agentId } });
  expect(agent.revokedAt).toBeNull();
  expect(reasonOf(await signInWithDongle(auth, key))).toBe('dongle_of_other_agent');
  const there = { agent: key.agent, dongle: colleague.dongle };
  expect((await signInWithDongle(auth, there)).ok).toBe(true);
});

test('REC-05 the holder of a revoked computer is told', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  await withAddress(db, key.holderId, 'holder@customer.example');
  const manager = await aStaffActor(db);
  const accountId = key.accountId ?? '';
  await db.customerAccount.update({ where: { id: accountId }, data: { accountManagerId: manager.holderId } });
  const { agentId } = key;
  await revokeAgent(auth, { agentId, accountId, reason: 'sold', actor: manager, trace: TRACE });
  expect(await addressesOf(db, 'computer_changed')).toEqual(['holder@customer.example']);
  expect(await lettersOf(db, 'computer_changed')).toMatchObject([{ change: 'revoked' }]);
});
