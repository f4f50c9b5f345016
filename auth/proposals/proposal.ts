/**
 * What one person asks for and another confirms with their key (REC-05 amended, ADM-02 amended). Once an account has a
 * key in use, a manager alone gives nobody a further key, another computer for an old one, a new PIN, a role, a place in it, another address for
 * letters, or what it has ordered until now: an owner of the account confirms, or, where no owner has a key that works, a second member of the staff.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LONGEST_ADDRESS } from '../holders/notification-address.ts';
import { CUSTOMER_ROLES } from '../permissions/roles.ts';
import { MOST_ROWS_ASKED } from '../ties/most-rows-asked.ts';

const Id = z.string().min(1).max(100);
const Role = z.enum(CUSTOMER_ROLES);
const Address = z.string().max(LONGEST_ADDRESS);
const CounterpartyId = z.string().min(1).max(500);

/** Exactly what will be done when it is confirmed. */
export const ProposalPayload = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key_issue'), keyId: Id, invitationId: Id, holderId: Id }),
  /** An old key that is in use is to answer on one more computer. */
  z.strictObject({ kind: z.literal('computer_add'), keyId: Id, invitationId: Id, holderId: Id }),
  z.strictObject({ kind: z.literal('membership_add'), holderId: Id, role: Role }),
  z.strictObject({ kind: z.literal('role_change'), holderId: Id, from: Role, to: Role }),
  z.strictObject({
    kind: z.literal('address_change'),
    holderId: Id,
    from: Address.nullable(),
    to: Address,
    /** Their own key, where the person asked themselves; absent where their manager did. */
    askedWithKeyId: Id.optional(),
  }),
  z.strictObject({ kind: z.literal('pin_reset'), keyId: Id, holderId: Id }),
  /** A company of a source that was this account's becomes another's, with all that it ordered and was sent. */
  z.strictObject({
    kind: z.literal('tie_move'),
    counterpartyId: CounterpartyId,
    toAccountId: Id,
    taxId: z.string(),
    legalName: z.string(),
  }),
  /** What a source took from a company of this account and gave to another one goes there. */
  z.strictObject({
    kind: z.literal('row_move'),
    fromCounterpartyId: CounterpartyId,
    fromName: z.string(),
    toCounterpartyId: CounterpartyId,
    toName: z.string(),
    toTaxId: z.string(),
    /** Null: that company is nobody's as yet. */
    toAccountId: Id.nullable(),
    rows: z
      .array(z.strictObject({ rowId: z.string().min(1).max(500), rowKind: z.string(), label: z.string() }))
      .min(1)
      .max(MOST_ROWS_ASKED),
  }),
]);
export type ProposalPayload = z.infer<typeof ProposalPayload>;
export type RowMove = ProposalPayload & { kind: 'row_move' };

/** The key that it is about; null where it is about no key. */
export function keyIdOf(payload: ProposalPayload): string | null {
  return 'keyId' in payload ? payload.keyId : null;
}

/** The person whom it gives something; null where it is about no person. */
export function holderIdOf(payload: ProposalPayload): string | null {
  return 'holderId' in payload ? payload.holderId : null;
}

/** What it is found by: a key, a person, a company of a source, or the two between which rows moved. */
export function subjectOf(payload: ProposalPayload): string {
  if (payload.kind === 'tie_move') return payload.counterpartyId;
  if (payload.kind === 'row_move') return `${payload.fromCounterpartyId} ${payload.toCounterpartyId}`;
  return keyIdOf(payload) ?? payload.holderId;
}

/** The customer that gets something of this one; null where none does. */
export function toAccountIdOf(payload: ProposalPayload): string | null {
  return 'toAccountId' in payload ? payload.toAccountId : null;
}

/** How long a proposal waits to be decided. */
export const PROPOSAL_DAYS = 14;

/** The proposal as a key confirms it: SHA-256 in hex over what will be done, and for which account. */
export function hashOfProposal(accountId: string, payload: ProposalPayload): string {
  const fields = Object.entries(payload).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(['brelok-proposal-1', accountId, fields]))
    .digest('hex');
}
