import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { mintChallenge } from '../ceremonies/challenge.ts';
import { findPortalKeys } from './portal-keys.ts';
import { writeRequest } from './write-request.ts';
import type { SignedRequest } from './write-request.ts';

/**
 * Begins the sign-in of a dongle: a request that the page hands to the agent of its own computer, bound to this browser and
 * good for a minute. It names no customer and no dongle, since nobody has proven anything yet. Nothing is stored.
 */
export async function beginDongleSignIn(
  services: AuthServices,
  { browserToken, trace }: { browserToken: string; trace: RequestTrace },
): Promise<SignedRequest & { state: string }> {
  const { challenge: nonce, state } = await mintChallenge({
    keys: services.sealingKeys,
    purpose: 'dongle-sign-in',
    browserToken,
    now: services.now(),
  });
  const keys = await findPortalKeys(services);
  const signed = await writeRequest<'prove'>(
    services,
    { keys, nonce, browserToken, trace },
    { purpose: 'prove' },
  );
  return { ...signed, state };
}
