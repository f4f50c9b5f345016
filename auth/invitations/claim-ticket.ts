import type { Tx } from '#prisma/client.ts';
import { transitionOf } from '../keys/key.ts';
import { isGuardedAccount, lockAccount } from '../proposals/guarded-account.ts';
import type { OpenTicket } from './find-ticket.ts';
import { keyFor, opensBy } from './invitation.ts';
import type { LinkPurpose } from './invitation.ts';

/**
 * Takes a ticket and makes its key active. One conditional write claims the invitation; whoever comes second, with whichever
 * ticket, finds it taken.
 */
export async function claimTicket(tx: Tx, ticket: OpenTicket, now: Date): Promise<boolean> {
  if (!(await claimInvitation(tx, ticket, { purpose: 'key', now }))) return false;
  const { to } = transitionOf('activate');
  await tx.key.updateMany({ where: { id: ticket.key.id }, data: { status: to, activatedAt: now } });
  return true;
}

/** Takes a ticket for one more computer; the key stays what it is. */
export async function claimComputerTicket(tx: Tx, ticket: OpenTicket, now: Date): Promise<boolean> {
  return claimInvitation(tx, ticket, { purpose: 'computer', now });
}

async function claimInvitation(
  tx: Tx,
  ticket: OpenTicket,
  { purpose, now }: { purpose: LinkPurpose; now: Date },
): Promise<boolean> {
  await lockAccount(tx, ticket.key.accountId);
  const { count } = await tx.invitation.updateMany({
    where: await openInvitationOf(tx, ticket, { purpose, now }),
    data: { status: 'completed', completedAt: now },
  });
  if (count === 0) return false;
  await tx.enrolmentTicket.updateMany({ where: { id: ticket.ticketId }, data: { consumedAt: now } });
  return true;
}

/** Whether the ticket could be claimed now: for a step of a registration that uses nothing up. */
export async function isTicketGood(tx: Tx, ticket: OpenTicket, now: Date): Promise<boolean> {
  const { purpose } = ticket;
  return (await tx.invitation.count({ where: await openInvitationOf(tx, ticket, { purpose, now }) })) === 1;
}

/** Only a link of this purpose: none for a computer ever registers a key. */
async function openInvitationOf(
  tx: Tx,
  { ticketId, invitationId, key }: OpenTicket,
  { purpose, now }: { purpose: LinkPurpose; now: Date },
) {
  return {
    id: invitationId,
    purpose,
    status: 'open',
    expiresAt: { gt: now },
    key: keyFor(purpose),
    tickets: { some: { id: ticketId, consumedAt: null, expiresAt: { gt: now } } },
    ...opensBy(now),
    // In an account that has a key in use nothing is registered that nobody there has confirmed (REC-05 amended).
    ...((await isGuardedAccount(tx, key.accountId)) && { confirmedAt: { not: null } }),
  };
}
