/** A configured source of any protocol, opened for one cycle, test or preview. */
import type { SourceClientOptions } from '../http/source-client.server.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Feed } from '../pull/feed.ts';
import type { SetModel } from './record-set.ts';

export type SetPlace = { service?: string | undefined; set: string };

/** A document as its source knows it. */
export type DocumentName = { externalId: string; number: string | null };

export type AskedSource = {
  feeds: Feed[];
  /** What the source says of a set; null where it has none, or doesn't publish it. @throws SourceFault */
  describe(place: SetPlace): Promise<SetModel | null>;
  /** The file of a document, of which nothing was looked at yet. @throws SourceFault */
  readDocument(name: DocumentName): Promise<Uint8Array>;
  requestCount(): number;
  close(): Promise<void>;
};

export type SourceOpening = {
  address: URL;
  credentials: SourceCredentials;
  mapping: Mapping;
  settings: Readonly<Record<string, string>>;
  timeZone: string;
};

export type OutgoingOptions = Omit<SourceClientOptions, 'address' | 'credentials' | 'authorizationOf'>;

/** `{company}` by what the administrator has said. */
export function fillIn(text: string, settings: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([^}]*)\}/g, (_, name: string) => settings[name] ?? '');
}
