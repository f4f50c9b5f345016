import type { Db, Tx } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { isBulkReady, putBulkIssue } from '../keys/bulk-issue.ts';
import { hasRevocable, putMassRevoke } from '../keys/mass-revoke.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { isKeyModelAsBefore, putKeyModel } from '../policy/put-key-model.ts';
import { isPolicyAsBefore, putPolicyInForce } from '../policy/put-policy-in-force.ts';
import type { StaffProposalPayload } from './staff-proposal.ts';

export type StaffStep = {
  proposalId: string;
  payload: StaffProposalPayload;
  reason: string;
  proposedById: string;
  /** Null: nobody; it was due by itself. */
  decidedBy: StaffActor | null;
  mode: 'demo' | 'production';
  trace: RequestTrace | undefined;
  at: Date;
};

/**
 * Does what was confirmed, with its own audit event, as part of the transaction that says so.
 * @returns `overtaken`, having written nothing, where what it is based on has changed meanwhile
 */
export async function carryOutForStaff(
  tx: Tx,
  { audit }: Pick<AuthServices, 'audit'>,
  step: StaffStep,
): Promise<'done' | 'overtaken'> {
  const { payload } = step;
  switch (payload.kind) {
    case 'policy_change':
      return putPolicyInForce(tx, audit, { ...step, payload });
    case 'key_model_change':
      return putKeyModel(tx, audit, { ...step, payload });
    case 'bulk_issue':
      return putBulkIssue(tx, audit, { ...step, payload });
    case 'mass_revoke':
      return putMassRevoke(tx, audit, { ...step, payload });
  }
}

/** Whether it could still be done; for the page, which must not ask for a decision in vain. */
export async function isOvertaken(db: Db | Tx, payload: StaffProposalPayload): Promise<boolean> {
  switch (payload.kind) {
    case 'policy_change':
      return !(await isPolicyAsBefore(db, payload));
    case 'key_model_change':
      return !(await isKeyModelAsBefore(db, payload));
    case 'bulk_issue':
      return !(await isBulkReady(db, payload));
    case 'mass_revoke':
      return !(await hasRevocable(db, payload));
  }
}
