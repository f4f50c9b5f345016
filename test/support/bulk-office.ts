/** A list of keys that a manager asks for and an administrator confirms. */
import { proposeBulkIssue } from '#auth/keys/bulk-issue.ts';
import { hashOfPlan, planBulkIssue } from '#auth/keys/plan-bulk-issue.ts';
import type { BulkRow } from '#auth/keys/plan-bulk-issue.ts';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { decideStaffProposal } from '#auth/proposals/decide-staff-proposal.ts';
import { findStaffProposal } from '#auth/proposals/find-staff-proposals.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { TRACE, openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aHolder, aMembership, anAccount } from '#test/support/builders.ts';

export type Office = {
  auth: TestAuth;
  manager: StaffActor;
  administrator: StaffActor;
  accountId: string;
  annaId: string;
  rows: BulkRow[];
};

/** A manager with a customer of two people, three keys in stock, and a list that issues two of them. */
export async function anOffice(db: Db): Promise<Office> {
  const auth = openTestAuth(db);
  const [manager, administrator] = [await aStaffActor(db), await aStaffActor(db, 'administrator')];
  const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId, number: 'K-1' });
  const anna = await aHolder(db, { name: 'Anna Demo' });
  const boris = await aHolder(db, { name: 'Boris Demo' });
  await db.holder.update({ where: { id: boris.id }, data: { email: 'boris@example.com' } });
  for (const { id: holderId } of [anna, boris]) await aMembership(db, { holderId, accountId, role: 'buyer' });
  const line = { kind: 'fido2', modelName: null, batch: null, cost: null, cardNumber: null } as const;
  const lines = ['SN-1', 'SN-2', 'SN-3'].map((serial) => ({ ...line, serial }));
  await receiveKeys(auth, { lines, by: { kind: 'installation' } });
  const rows = [
    { serial: 'sn-1', customer: 'K-1', holder: 'anna demo', order: '' },
    { serial: 'SN-2', customer: 'K-1', holder: 'BORIS@example.com', order: '' },
  ];
  return { auth, manager, administrator, accountId, annaId: anna.id, rows };
}

export async function propose({ auth, manager }: Office, rows: readonly BulkRow[], actor = manager) {
  const seenHash = hashOfPlan(await planBulkIssue(auth.db, { rows, actor }));
  const request = {
    rows,
    evidence: 'contract-address',
    seenHash,
    reason: 'new shift',
    trace: TRACE,
  } as const;
  return proposeBulkIssue(auth, { ...request, actor });
}

export async function asked(office: Office): Promise<string> {
  const outcome = await propose(office, office.rows);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.proposalId;
}

export async function approve({ auth, administrator }: Office, proposalId: string, actor = administrator) {
  const seenHash = (await findStaffProposal(auth.db, { proposalId, now: auth.now() }))?.seenHash ?? '';
  const request = { proposalId, decision: 'approve', seenHash, mode: 'demo', actor, trace: TRACE } as const;
  return decideStaffProposal(auth, request);
}
