/**
 * What somebody of the staff asks for and an administrator other than them confirms with a key (ADM-02). A further kind
 * is one member of the union, its cases in `carry-out-for-staff.ts`, and what its page shows.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HAND_OVER_EVIDENCES } from '../keys/evidence.ts';
import { Policy } from '../policy/policy.ts';

const Model = z.strictObject({ name: z.string(), maker: z.string(), rootsPem: z.string() });

const BulkLine = z.strictObject({
  serial: z.string(),
  accountId: z.string(),
  holderId: z.string(),
  orderId: z.string().nullable(),
});
export type BulkIssueLine = z.infer<typeof BulkLine>;

/** Exactly what will be done, and what it is based on: where that has changed meanwhile, nothing is done. */
export const StaffProposalPayload = z.discriminatedUnion('kind', [
  /** All rules as they will be, in place of this version. */
  z.strictObject({ kind: z.literal('policy_change'), basedOn: z.int().min(1), policy: Policy }),
  /** A model of key as it is and as it will be; null: it is not on the list. */
  z.strictObject({
    kind: z.literal('key_model_change'),
    aaguid: z.string(),
    before: Model.nullable(),
    after: Model.nullable(),
  }),
  /** These keys of the stock go to these people, all of them or none. */
  z.strictObject({
    kind: z.literal('bulk_issue'),
    evidence: z.enum(HAND_OVER_EVIDENCES),
    lines: z.array(BulkLine).min(1),
  }),
  /** Exactly these keys, of a batch, of a model or of a list of serials, end for good. */
  z.strictObject({
    kind: z.literal('mass_revoke'),
    by: z.enum(['batch', 'model', 'serials']),
    value: z.string(),
    keyIds: z.array(z.string()).min(1),
  }),
]);
export type StaffProposalPayload = z.infer<typeof StaffProposalPayload>;
export type StaffProposalKind = StaffProposalPayload['kind'];
export type PolicyChange = StaffProposalPayload & { kind: 'policy_change' };
export type BulkIssue = StaffProposalPayload & { kind: 'bulk_issue' };
export type MassRevoke = StaffProposalPayload & { kind: 'mass_revoke' };
export type KeyModelChange = StaffProposalPayload & { kind: 'key_model_change' };

/** What the proposal is about, to be found by it. */
export function subjectOf(payload: StaffProposalPayload): string {
  switch (payload.kind) {
    case 'policy_change':
      return policySubject(payload.basedOn + 1);
    case 'key_model_change':
      return payload.aaguid;
    case 'bulk_issue':
      return 'keys to be issued';
    case 'mass_revoke':
      return `keys ${payload.by} ${payload.value}`;
  }
}

/** Of the proposal that made a version of the rules. */
export function policySubject(version: number): string {
  return `policy ${version}`;
}

/** How long a change that nobody else can confirm waits before it happens by itself (ADM-02 amended). */
export const LONE_DELAY_HOURS = 24;

/**
 * The proposal as a key confirms it: SHA-256 in hex over what will be done and the reason given for it. Computed from
 * what is stored each time it is shown or decided, so that neither can be exchanged in between.
 */
export function hashOfStaffProposal({
  payloadJson,
  reason,
}: {
  payloadJson: string;
  reason: string;
}): string {
  return createHash('sha256')
    .update(JSON.stringify(['brelok-staff-proposal-1', payloadJson, reason]))
    .digest('hex');
}
