import type { CredentialOwner } from '../connection/sealed-credentials.server.ts';

/** An inbox has no address: nothing is ever sent anywhere with what is sealed under this name. */
const INBOX = 'tracking inbox';

/** For whom the secrets of a tracking source are sealed. */
export function trackingOwner(sourceId: string, address: string | null): CredentialOwner {
  return { sourceId, origin: address === null ? INBOX : new URL(address).origin };
}
