/**
 * Many keys to many people at once (ADM-02, ADM-04): a manager asks with a list, an administrator confirms exactly that
 * list, and all of its keys are assigned or none. Links and codes are made afterwards, by whoever prints them.
 */
import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { proposeToStaff } from '../proposals/propose-to-staff.ts';
import type { ProposeToStaffOutcome } from '../proposals/propose-to-staff.ts';
import type { BulkIssue, BulkIssueLine } from '../proposals/staff-proposal.ts';
import { claimKey } from './claim-stocked-key.ts';
import type { ClaimedEvidence } from './evidence.ts';
import { hashOfPlan, linesOf, planBulkIssue } from './plan-bulk-issue.ts';
import type { BulkRow, PlannedBulkRow } from './plan-bulk-issue.ts';
import { STOCK_LINES_MAX } from './stock-line.ts';

export type ProposeBulkIssue = {
  rows: readonly BulkRow[];
  /** How it is made sure that each key reaches its holder. */
  evidence: ClaimedEvidence;
  /** Of the plan that was on the screen. */
  seenHash: string;
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ProposeBulkIssueOutcome =
  | ProposeToStaffOutcome
  /** Nothing is asked for: these lines stand in the way. */
  | { ok: false; reason: 'refused'; plan: PlannedBulkRow[] }
  /** `nothing`: all of them were issued before. `plan_changed`: it is no longer what was shown. */
  | { ok: false; reason: 'nothing' | 'plan_changed' };

/** Puts the list before an administrator. Nothing has changed until one confirms it. */
export async function proposeBulkIssue(
  { db, audit, now }: Pick<AuthServices, 'db' | 'audit' | 'now'>,
  { rows, evidence, seenHash, reason, actor, trace }: ProposeBulkIssue,
): Promise<ProposeBulkIssueOutcome> {
  if (rows.length > STOCK_LINES_MAX) throw new RangeError('a list of keys is too long');
  return db.$transaction(async (tx): Promise<ProposeBulkIssueOutcome> => {
    const plan = await planBulkIssue(tx, { rows, actor });
    if (plan.some(({ verdict }) => verdict.is === 'refused')) return { ok: false, reason: 'refused', plan };
    const lines = linesOf(plan);
    if (lines.length === 0) return { ok: false, reason: 'nothing' };
    if (hashOfPlan(plan) !== seenHash) return { ok: false, reason: 'plan_changed' };
    const payload = { kind: 'bulk_issue', evidence, lines } as const;
    return proposeToStaff(tx, audit, { payload, reason, actor, trace, at: now() });
  });
}

export type PutBulkIssue = {
  payload: BulkIssue;
  proposalId: string;
  proposedById: string;
  /** Null: nobody confirmed it, its day was over. */
  decidedBy: StaffActor | null;
  trace: RequestTrace | undefined;
  at: Date;
};

/** Assigns all keys of the list. @returns `overtaken`, having written nothing, where one of them can't be any more */
export async function putBulkIssue(
  tx: Tx,
  audit: Audit,
  { payload, proposalId, proposedById, decidedBy, trace, at }: PutBulkIssue,
): Promise<'done' | 'overtaken'> {
  if (!(await isBulkReady(tx, payload))) return 'overtaken';
  const by = decidedBy === null ? { actorId: SYSTEM_ACTOR } : actedBy(decidedBy);
  const issued: { keyId: string; line: BulkIssueLine }[] = [];
  for (const line of payload.lines) {
    issued.push({ keyId: await assign(tx, line, { payload, proposedById, at }), line });
  }
  for (const { keyId, line } of issued) {
    const { accountId, holderId, orderId } = line;
    await audit.record(tx, {
      type: 'key_issued',
      result: 'ok',
      reason: payload.evidence,
      ...by,
      keyId,
      accountId,
      holderId,
      details: { orderId, proposalId, proposedById },
      ...(trace !== undefined && { trace }),
      at,
    });
  }
  return 'done';
}

/** Whether every key of the list still lies in stock, and everybody still belongs where they did. */
export async function isBulkReady(db: Db | Tx, { lines }: Pick<BulkIssue, 'lines'>): Promise<boolean> {
  const serials = lines.map(({ serial }) => serial);
  const stocked = await db.key.count({ where: { liveSerial: { in: serials }, status: 'stocked' } });
  if (stocked !== lines.length) return false;
  const members = await db.membership.findMany({
    where: {
      accountId: { in: lines.map(({ accountId }) => accountId) },
      holderId: { in: lines.map(({ holderId }) => holderId) },
      status: 'active',
      account: { status: 'active' },
      holder: { status: 'active' },
    },
    select: { accountId: true, holderId: true },
  });
  return lines.every((line) =>
    members.some(({ accountId, holderId }) => accountId === line.accountId && holderId === line.holderId),
  );
}

type Assigning = { payload: BulkIssue; proposedById: string; at: Date };

async function assign(
  tx: Tx,
  { serial, ...whose }: BulkIssueLine,
  { payload: { evidence }, proposedById: issuedById, at }: Assigning,
): Promise<string> {
  const assignment = { ...whose, label: '', replacesKeyId: null, evidence, issuedById };
  const claim = await claimKey(tx, { from: 'stock', code: serial }, { assignment, at });
  // Taken in this very moment: the transaction ends, nothing of the list is issued, and the decision stays open.
  if (!claim.ok) throw new Error(`the key ${serial} was taken while its list was carried out`);
  return claim.keyId;
}
