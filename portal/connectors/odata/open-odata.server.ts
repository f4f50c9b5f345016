/** A configured OData source, opened for one cycle, test or preview. */
import { createSourceClient } from '../http/source-client.server.ts';
import type { SourceClientOptions } from '../http/source-client.server.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Feed } from '../pull/feed.ts';
import { openSet } from './asked-sets.server.ts';
import { createLookUps } from './look-ups.server.ts';
import { createODataFeed } from './odata-feed.server.ts';
import { createODataService } from './service.server.ts';
import type { ODataService } from './service.server.ts';

export type ODataSource = {
  feeds: Feed[];
  service: ODataService;
  requestCount(): number;
  close(): void;
};

export type OpenOData = {
  address: URL;
  credentials: SourceCredentials;
  mapping: Mapping;
  settings: Readonly<Record<string, string>>;
  timeZone: string;
};

export type OutgoingOptions = Omit<SourceClientOptions, 'address' | 'credentials'>;

export function openOData(
  { address, credentials, mapping, settings, timeZone }: OpenOData,
  outgoing: OutgoingOptions,
): ODataSource {
  const client = createSourceClient({ ...outgoing, address, credentials });
  const service = createODataService({ client, address, mapping, settings });
  const lookUps = createLookUps(service, mapping, (place) =>
    openSet(service, mapping, { place, asked: [place.key] }),
  );
  const deps = { service, mapping, lookUps, settings, timeZone, now: outgoing.now };
  return {
    feeds: mapping.feeds.map((feed) => createODataFeed(deps, feed)),
    service,
    requestCount: () => client.requestCount(),
    close: () => client.close(),
  };
}
