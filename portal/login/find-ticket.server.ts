import { findOpenTicket } from '#auth/invitations/find-ticket.ts';
import type { OpenTicket } from '#auth/invitations/find-ticket.ts';
import type { PortalContext } from '../http/portal-context.server.ts';

/** What the link that this browser has opened is for; null without one, or when it is spent, whatever the reason. */
export async function findTicket({
  ticket,
  browserToken,
  auth,
}: Pick<PortalContext, 'ticket' | 'browserToken' | 'auth'>): Promise<OpenTicket | null> {
  if (ticket === null || browserToken === null) return null;
  return findOpenTicket(auth.db, { ticket, browserToken, now: auth.now() });
}
