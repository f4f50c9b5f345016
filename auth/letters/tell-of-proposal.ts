import type { Prisma, Tx } from '#prisma/client.ts';
import { holderIdOf } from '../proposals/proposal.ts';
import type { ProposalPayload } from '../proposals/proposal.ts';
import { findHolders, findKnownContacts, ownersOf } from './recipients.ts';
import type { Recipient } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

type AboutProposal = { accountId: string; payload: ProposalPayload; at: Date };

/**
 * Tells the owners of an account that somebody asks for a key, a person or a change in it (REC-05 amended); of another
 * computer for a key also whoever holds it, and of another address also whoever is said to ask for it.
 */
export async function tellOfProposal(
  tx: Tx,
  { proposedById, ...about }: AboutProposal & { proposedById: string | null },
): Promise<void> {
  const { payload, accountId } = about;
  const isOfKey =
    payload.kind === 'computer_add' || (payload.kind === 'address_change' && payload.askedWithKeyId);
  const holder = isOfKey ? [{ id: payload.holderId }] : [];
  const to = await findHolders(tx, { OR: [ownersOf(accountId), ...holder] });
  if (to.length === 0) return;
  const proposer = await tx.holder.findUnique({ where: { id: proposedById ?? '' }, select: { name: true } });
  const proposedByName = proposer === null ? null : toName(proposer.name);
  const letter = { kind: 'proposal_made', ...(await describe(tx, about)), proposedByName } as const;
  await writeLetter(tx, { letter, to, at: about.at });
}

export type TellOfDecision = AboutProposal & {
  decision: 'approve' | 'decline';
  /** Staff decide where no owner can: then everybody known of the account is told (REC-05 amended). */
  decidedBy: 'owner' | 'staff';
  proposedById: string;
};

/** Tells what became of a proposal: the owners, whoever asked, and whoever it gives something. */
export async function tellOfDecision(
  tx: Tx,
  { decision, decidedBy, proposedById, ...about }: TellOfDecision,
): Promise<void> {
  const to = await findConcerned(tx, { decision, decidedBy, proposedById, ...about });
  const letter = { kind: 'proposal_decided', ...(await describe(tx, about)), decision, decidedBy } as const;
  await writeLetter(tx, { letter, to, at: about.at });
}

async function findConcerned(
  tx: Tx,
  { accountId, payload, decision, decidedBy, proposedById, at }: TellOfDecision,
): Promise<Recipient[]> {
  const anyOf: Prisma.HolderWhereInput[] = [ownersOf(accountId), { id: proposedById }];
  const holderId = holderIdOf(payload);
  if (decision === 'approve' && holderId !== null) anyOf.push({ id: holderId });
  const people = await findHolders(tx, { OR: anyOf });
  return decidedBy === 'staff' ? [...people, ...(await findKnownContacts(tx, { accountId, at }))] : people;
}

async function describe(tx: Tx, { accountId, payload }: AboutProposal) {
  const account = await tx.customerAccount.findUniqueOrThrow({
    where: { id: accountId },
    select: { name: true },
  });
  const key =
    payload.kind === 'key_issue' || payload.kind === 'computer_add'
      ? await tx.key.findUnique({ where: { id: payload.keyId }, select: { label: true } })
      : null;
  return {
    what: payload.kind,
    subjectName: toName(await nameOfSubject(tx, payload)),
    keyLabel: key === null ? null : toName(key.label),
    accountName: toName(account.name),
  };
}

async function nameOfSubject(tx: Tx, payload: ProposalPayload): Promise<string> {
  if (payload.kind === 'tie_move') return payload.legalName;
  if (payload.kind === 'row_move') return payload.fromName;
  const person = await tx.holder.findUnique({ where: { id: payload.holderId }, select: { name: true } });
  return person?.name ?? '';
}
