import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { mintChallenge } from '../ceremonies/challenge.ts';
import type { OpenTicket } from '../invitations/find-ticket.ts';
import { findPortalKeys } from './portal-keys.ts';
import { writeRequest } from './write-request.ts';
import type { SignedRequest } from './write-request.ts';

/** Asks an agent who the dongle is that shall be registered with this ticket. Nothing is stored. */
export async function beginDongleRegistration(
  services: AuthServices,
  { ticket, browserToken, trace }: { ticket: OpenTicket; browserToken: string; trace: RequestTrace },
): Promise<SignedRequest & { state: string }> {
  const { challenge: nonce, state } = await mintChallenge({
    keys: services.sealingKeys,
    purpose: `dongle-registration:${ticket.ticketId}`,
    browserToken,
    now: services.now(),
  });
  const asking = { keys: await findPortalKeys(services), nonce, browserToken, trace };
  return { ...(await writeRequest<'register'>(services, asking, { purpose: 'register' })), state };
}
