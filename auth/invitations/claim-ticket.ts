import type { Tx } from '#prisma/client.ts';
import { transitionOf } from '../keys/key.ts';
import { isGuardedAccount } from '../proposals/guarded-account.ts';
import type { OpenTicket } from './find-ticket.ts';
import { opensBy } from './invitation.ts';

/**
 * Takes a ticket and makes its key active. One conditional write claims the invitation; whoever comes second, with whichever
 * ticket, finds it taken.
 */
export async function claimTicket(tx: Tx, ticket: OpenTicket, now: Date): Promise<boolean> {
  const { to } = transitionOf('activate');
  const { count } = await tx.invitation.updateMany({
    where: { ...(await openInvitationOf(tx, ticket, now)) },
    data: { status: 'completed', completedAt: now },
  });
  if (count === 0) return false;
  await tx.enrolmentTicket.updateMany({ where: { id: ticket.ticketId }, data: { consumedAt: now } });
  await tx.key.updateMany({ where: { id: ticket.key.id }, data: { status: to, activatedAt: now } });
  return true;
}

/** Whether the ticket could be claimed now: for a step of a registration that uses nothing up. */
export async function isTicketGood(tx: Tx, ticket: OpenTicket, now: Date): Promise<boolean> {
  return (await tx.invitation.count({ where: await openInvitationOf(tx, ticket, now) })) === 1;
}

async function openInvitationOf(tx: Tx, { ticketId, invitationId, key }: OpenTicket, now: Date) {
  return {
    id: invitationId,
    status: 'open',
    expiresAt: { gt: now },
    key: { status: { in: [...transitionOf('activate').from] } },
    tickets: { some: { id: ticketId, consumedAt: null, expiresAt: { gt: now } } },
    ...opensBy(now),
    // In an account that has a key in use nothing is registered that nobody there has confirmed (REC-05 amended).
    ...((await isGuardedAccount(tx, key.accountId)) && { confirmedAt: { not: null } }),
  };
}
