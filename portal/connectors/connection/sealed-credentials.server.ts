/**
 * Credentials of sources, encrypted at rest. Goal: whoever copies the database can't use them, and a source whose
 * address was changed can't be given them, by us or by a row that was written from outside: they are sealed for one
 * source and one origin, and open for no other.
 */
import { SourceCredentials } from '../http/credentials.ts';

export type CredentialOwner = { sourceId: string; origin: string };

export interface CredentialBox {
  seal(owner: CredentialOwner, credentials: SourceCredentials): string;
  /** @returns null when they were sealed for another source or origin, were changed, or the key is gone */
  open(owner: CredentialOwner, sealed: string): SourceCredentials | null;
  /** Under the newest key, where an older one had sealed them; null when they can't be opened. */
  reseal(owner: CredentialOwner, sealed: string): string | null;
}

type SealedName = readonly [string, string];

/** What seals: auth/tokens/envelope.ts, with keys of its own for this purpose. */
export interface CredentialEnvelope {
  seal(name: SealedName, secret: Uint8Array): string;
  open(name: SealedName, sealed: string): Uint8Array | null;
  reseal(name: SealedName, sealed: string): string | null;
}

export function createCredentialBox(envelope: CredentialEnvelope): CredentialBox {
  return {
    seal: (owner, credentials) => envelope.seal(nameOf(owner), Buffer.from(JSON.stringify(credentials))),
    open: (owner, sealed) => {
      const bytes = envelope.open(nameOf(owner), sealed);
      if (bytes === null) return null;
      return SourceCredentials.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    },
    reseal: (owner, sealed) => envelope.reseal(nameOf(owner), sealed),
  };
}

function nameOf({ sourceId, origin }: CredentialOwner): SealedName {
  return [sourceId, origin];
}
