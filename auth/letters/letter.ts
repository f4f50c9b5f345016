/**
 * What the portal tells people of by mail, beside its own pages (REG-25, PIN-10, ADM-08): so that whoever holds a screen
 * or a key that is not theirs can't hide it from its owner. A letter names people, keys and companies. No token, PIN,
 * claim code or one-time link has a field here, and none must be put into one.
 */
import { z } from 'zod';
import { STAFF_ROLES } from '../permissions/roles.ts';
import { ProposalPayload } from '../proposals/proposal.ts';
import { StaffProposalPayload } from '../proposals/staff-proposal.ts';

/** Why a key changed, as far as its holder is told. */
const KEY_CAUSES = [
  /** Somebody of the seller did it. */
  'staff',
  /** An owner of the company, or the holder with another key of theirs. */
  'stopped_by_customer',
  'stop_code',
  'wrong_pins',
  /** Its signature shows that there is a copy, or that there could be one. */
  'copy_suspected',
  'model_status_bad',
] as const;

const KEY_CHANGES = ['suspended', 'resumed', 'lost', 'revoked', 'destroyed'] as const;
export type KeyChange = (typeof KEY_CHANGES)[number];

/** Why a request waits: the key that sent it, what the ERP said, or that the ERP says nothing. */
export const LATE_REASONS = ['held', 'stuck', 'late'] as const;

/** A name that every character of was escaped is still one (`to-name.ts`). */
const LONGEST_NAME = 2_000;
const Name = z.string().max(LONGEST_NAME);
const aboutKey = { keyLabel: Name, holderName: Name, accountName: Name.nullable() };
const aboutProposal = {
  what: z.enum(ProposalPayload.options.map(({ shape }) => shape.kind.value)),
  subjectName: Name,
  keyLabel: Name.nullable(),
  accountName: Name,
};

const Day = z.string().max(10);
const aboutDeputy = { managerName: Name, deputyName: Name, byName: Name, fromOn: Day, toOn: Day };

/** Everything that a letter can say, by its kind. Its words are `portal/letters/words`. */
export const Letter = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key_registered'), ...aboutKey }),
  z.strictObject({
    kind: z.literal('key_changed'),
    ...aboutKey,
    change: z.enum(KEY_CHANGES),
    cause: z.enum(KEY_CAUSES),
  }),
  z.strictObject({
    kind: z.literal('pin_changed'),
    ...aboutKey,
    change: z.enum(['reset', 'unlocked', 'chosen']),
  }),
  z.strictObject({
    kind: z.literal('key_unused'),
    ...aboutKey,
    days: z.int(),
    /** Whether it was registered at least; then nobody has signed in with it since. */
    isRegistered: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('proposal_made'),
    ...aboutProposal,
    proposedByName: Name.nullable(),
  }),
  z.strictObject({
    kind: z.literal('proposal_decided'),
    ...aboutProposal,
    decision: z.enum(['approve', 'decline']),
    /** `staff` where no owner of the company had a key that works. */
    decidedBy: z.enum(['owner', 'staff']),
  }),
  z.strictObject({
    kind: z.literal('address_changed'),
    holderName: Name,
    /** Most of both is hidden: either may be read by the wrong person. */
    oldAddress: Name.nullable(),
    newAddress: Name,
  }),
  /** An old key answers on another computer, or no longer on one. */
  z.strictObject({
    kind: z.literal('computer_changed'),
    change: z.enum(['added', 'removed', 'revoked']),
    computerName: Name,
    keyLabel: Name.nullable(),
    holderName: Name,
    accountName: Name,
  }),
  /** Two letters of one person for another's place: named, and over before its last day. */
  z.strictObject({ kind: z.literal('deputy_named'), ...aboutDeputy }),
  z.strictObject({ kind: z.literal('deputy_ended'), ...aboutDeputy }),
  /** A company's work in the portal is over. */
  z.strictObject({ kind: z.literal('account_closed'), accountName: Name, revokedKeys: z.int() }),
  /** Somebody made a link for a key of the staff, and nobody else has confirmed it (ADM-02). */
  z.strictObject({
    kind: z.literal('staff_link_made'),
    holderName: Name,
    role: z.enum(STAFF_ROLES).nullable(),
    /** Null: on the server. */
    madeByName: Name.nullable(),
    opensAt: z.iso.datetime(),
  }),
  /** An administrator asked for a change that nobody else can confirm; it happens by itself. */
  z.strictObject({
    kind: z.literal('lone_change'),
    change: z.enum(StaffProposalPayload.options.map(({ shape }) => shape.kind.value)),
    proposedByName: Name,
    effectiveAt: z.iso.datetime(),
  }),
  /** What a customer asked for has not got into the ERP, for their manager. */
  z.strictObject({
    kind: z.literal('request_late'),
    accountName: Name,
    number: z.string().max(60),
    why: z.enum(LATE_REASONS),
    sentAt: z.iso.datetime(),
  }),
  /** What a customer says is wrong with what they got, for their manager. */
  z.strictObject({
    kind: z.literal('claim_waiting'),
    accountName: Name,
    number: z.string().max(60),
    why: z.enum(['new', ...LATE_REASONS]),
    sentAt: z.iso.datetime(),
  }),
  /** What became of it, for whoever sent it; why is for the portal to say. */
  z.strictObject({
    kind: z.literal('claim_decided'),
    accountName: Name,
    number: z.string().max(60),
    decision: z.enum(['accepted', 'refused']),
  }),
  z.strictObject({
    kind: z.literal('alarm_raised'),
    /** A kind of alarm; one that this version does not know is told as such. */
    alarm: z.string().max(60),
    keyLabel: Name.nullable(),
    holderName: Name.nullable(),
    accountName: Name.nullable(),
  }),
]);

export type Letter = z.infer<typeof Letter>;
export type LetterKind = Letter['kind'];
export type LetterOf<Kind extends LetterKind> = Extract<Letter, { kind: Kind }>;
