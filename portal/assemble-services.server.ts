import { join } from 'node:path';
import { createReadWatch } from '#auth/alarms/read-watch.ts';
import type { Db } from '#prisma/client.ts';
import { createPackageShelf } from './agent-packages/package-shelf.server.ts';
import { createAsking } from './asking.server.ts';
import { createCompanyReader } from './company/company.server.ts';
import { createCopyFetcher } from './documents/fetch-copies.server.ts';
import type { Env } from './env.server.ts';
import { openLetterTransport } from './letters/open-transport.server.ts';
import { createLiveHub } from './live/live-hub.server.ts';
import type { PortalServices } from './portal-services.server.ts';
import type { Secrets } from './secrets.server.ts';
import { createBaseServices, createLogger, openDocuments, readPageScripts } from './start-services.server.ts';

export type Assembly = {
  env: Env;
  secrets: Secrets;
  db: Db;
  /** `.build`, where the page scripts' addresses lie. */
  buildFolder: string;
};

/** Puts the running portal together. Whoever calls it ends it with `live.close()` and the database's disconnect. */
export function assembleServices({ env, secrets, db, buildFolder }: Assembly): PortalServices {
  const base = createBaseServices({ env, secrets, db });
  const log = createLogger(env);
  const company = createCompanyReader(db);
  const asking = createAsking({ ...base, env, secrets, now: () => base.auth.now() });
  const documents = openDocuments(env, secrets);
  const timeZone = async () => (await company.find()).timeZone;
  return {
    ...base,
    env,
    secrets,
    company,
    documents,
    copies: createCopyFetcher({ asking, documents, log }),
    asking,
    outlets: { ...asking, dataDir: env.dataDir, timeZone },
    reads: createReadWatch(),
    live: createLiveHub(base.auth, (error) => log.error({ error }, 'a live stream could not be checked')),
    agentPackages: createPackageShelf(env.agentPackagesDir ?? join(buildFolder, 'agent')),
    letters: openLetterTransport(env),
    log,
    pageScripts: readPageScripts(buildFolder),
    now: base.auth.now,
  };
}
