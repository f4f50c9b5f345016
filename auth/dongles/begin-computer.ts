import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { mintChallenge } from '../ceremonies/challenge.ts';
import type { OpenTicket } from '../invitations/find-ticket.ts';
import { findPortalKeys } from './portal-keys.ts';
import { writeRequest } from './write-request.ts';
import type { SignedRequest } from './write-request.ts';

/** Asks the agent of another computer for the proof of the dongle that this ticket is for. Nothing is stored. */
export async function beginComputer(
  services: AuthServices,
  { ticket, browserToken, trace }: { ticket: OpenTicket; browserToken: string; trace: RequestTrace },
): Promise<SignedRequest & { state: string }> {
  const { challenge: nonce, state } = await mintChallenge({
    keys: services.sealingKeys,
    purpose: `dongle-computer:${ticket.ticketId}`,
    browserToken,
    now: services.now(),
  });
  const { serial, slot } = await services.db.dongle.findUniqueOrThrow({
    where: { keyId: ticket.key.id },
    select: { serial: true, slot: true },
  });
  const asking = { keys: await findPortalKeys(services), nonce, browserToken, trace };
  const asked = {
    purpose: 'prove',
    ...(serial !== null && { serial }),
    ...(isSlot(slot) && { slot }),
  } as const;
  return { ...(await writeRequest<'prove'>(services, asking, asked)), state };
}

function isSlot(stored: number | null): stored is 1 | 2 {
  return stored === 1 || stored === 2;
}
