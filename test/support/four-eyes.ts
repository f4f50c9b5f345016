/** Changes that one administrator asks for and another confirms. */
import { randomUUID } from 'node:crypto';
import { createAudit } from '#auth/audit/audit.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import { proposeToStaff } from '#auth/proposals/propose-to-staff.ts';
import type { StaffProposalPayload } from '#auth/proposals/staff-proposal.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor } from './actors.ts';
import { signedInStaff } from './builders.ts';
import type { Desk } from './desk-builders.ts';
import type { TestPortal } from './portal.ts';

/** A list of keys that a manager asked an administrator to issue. */
export async function aBulkList(
  db: Db,
  { account, manager, person }: Pick<Desk, 'account' | 'manager' | 'person'>,
): Promise<string> {
  const line = { serial: randomUUID(), accountId: account.id, holderId: person.id, orderId: null };
  const payload: StaffProposalPayload = { kind: 'bulk_issue', evidence: 'contract-address', lines: [line] };
  const actor = { ...(await aStaffActor(db)), holderId: manager.holderId };
  return (await aStaffProposal(db, { payload, actor })).proposalId;
}

type Asking = { payload?: StaffProposalPayload; actor?: StaffActor };

/** What an administrator asked for just now; a second one can sign in, unless `isAlone`. */
export async function aStaffProposal(
  db: Db,
  { payload, actor, isAlone = false }: Asking & { isAlone?: boolean } = {},
): Promise<{ proposalId: string; effectiveAt: Date | null; asker: StaffActor }> {
  const asker = actor ?? (await aStaffActor(db, 'administrator'));
  if (!isAlone) await aStaffActor(db, 'administrator');
  const policy = { ...DEMO_POLICY, invitationDays: 3 };
  const audit = createAudit({ keys: [new Uint8Array(32)] });
  const outcome = await db.$transaction((tx) =>
    proposeToStaff(tx, audit, {
      payload: payload ?? { kind: 'policy_change', basedOn: 1, policy },
      reason: 'shorter is safer',
      actor: asker,
      trace: TRACE,
      at: new Date(),
    }),
  );
  if (!outcome.ok) throw new Error(outcome.reason);
  const { proposalId, effectiveAt } = outcome;
  return { proposalId, effectiveAt, asker };
}

/** Another administrator opens the page of what was asked for just now, and confirms what stands on it. */
export async function confirmedByAnother(portal: TestPortal, db: Db, asked: Response): Promise<void> {
  const page = /^\/admin\/proposals\/[\w-]+(?=\?done=asked$)/.exec(asked.headers.get('location') ?? '')?.[0];
  if (page === undefined) throw new Error(`nothing was asked for: ${asked.status}`);
  const as = await signedInStaff(db, 'administrator');
  const seenHash = seenHashIn(await portal.page(page, { as }));
  const decided = await portal.request(page, { as, form: { intent: 'approve', seenHash } });
  if (decided.headers.get('location') !== `${page}?done=approved`)
    throw new Error(`it was not confirmed: ${decided.status}`);
}

/** What the form of a change's page makes the key confirm. */
export function seenHashIn(page: string): string {
  return /name="seenHash" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '';
}
