import type { ReadWatch } from '#auth/alarms/read-watch.ts';
import type { AuthServices } from '#auth/auth-services.ts';
import type { Db } from '#prisma/client.ts';
import type { Audit } from '#auth/audit/audit.ts';
import type { CompanyReader } from './company/company.server.ts';
import type { PackageShelf } from './agent-packages/package-shelf.server.ts';
import type { AskingDeps } from './connectors/connection/ask-source.server.ts';
import type { OutletDeps } from './connectors/order-outlets.server.ts';
import type { CopyFetcher } from './documents/fetch-copies.server.ts';
import type { DocumentStore } from './documents/document.ts';
import type { Env } from './env.server.ts';
import type { Secrets } from './secrets.server.ts';
import type { LetterTransport } from './letters/letter-transport.server.ts';
import type { LiveHub } from './live/live-hub.server.ts';
import type { Logger } from 'pino';

/** What the running portal is made of; put together once, at the start. */
export type PortalServices = {
  db: Db;
  audit: Audit;
  auth: AuthServices;
  env: Env;
  secrets: Secrets;
  /** Name, logo and time zone of the company. */
  company: CompanyReader;
  /** The encrypted files behind the documents. */
  documents: DocumentStore;
  /** Fetches what customers asked for of the sources that keep their files. */
  copies: CopyFetcher;
  /** How the ERPs are asked that do not send by themselves. */
  asking: AskingDeps;
  /** How what customers ask for leaves for the ERPs. */
  outlets: OutletDeps;
  /** Which customers' pages the staff opened lately. */
  reads: ReadWatch;
  live: LiveHub;
  /** The key-agent's packages, for whoever has an old key. */
  agentPackages: PackageShelf;
  /** By which letters leave. */
  letters: LetterTransport;
  log: Logger;
  /** Page scripts by name, with the content hash in their address. */
  pageScripts: Readonly<Record<string, string>>;
  now: () => Date;
};
