/** An OData service as the connector asks it: addresses, headers, types, pages. Knows no entities of ours. */
import { SourceFault } from '../http/source-fault.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { readJson } from '../mapping/read-json.ts';
import { questionOf, readPage } from './dialect.ts';
import type { ODataPage, ODataVersion } from './dialect.ts';
import { readMetadata } from './metadata.ts';
import type { ServiceModel } from './metadata.ts';
import { pathOf, urlOf } from './question.ts';
import type { AskedSet, Question } from './question.ts';
import { fillIn } from '../records/asked-source.ts';

export interface ODataService {
  ask(set: AskedSet, question: Question): Promise<ODataPage & { url: URL }>;
  /** The page behind a link that a page of this service gave. */
  follow(link: string, from: URL): Promise<ODataPage & { url: URL }>;
  /** What the service says of itself; asked once. */
  model(service: string | null): Promise<ServiceModel>;
  pageSize: number;
  version: ODataVersion;
}

export type ServiceOptions = {
  client: SourceClient;
  /** Address of the service root, with its path. */
  address: URL;
  mapping: Mapping;
  version: ODataVersion;
  settings: Readonly<Record<string, string>>;
};

export function createODataService({
  client,
  address,
  mapping,
  version,
  settings,
}: ServiceOptions): ODataService {
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const own = Object.entries(mapping.headers).map(([name, text]) => [name, fillIn(text, settings)]);
  const headers = {
    ...questionOf(version).headers(mapping.paging.size),
    ...Object.fromEntries(own),
  };
  const models = new Map<string | null, Promise<ServiceModel>>();
  const fetchPage = async (url: URL): Promise<ODataPage & { url: URL }> => {
    const { text } = await client.get(url, headers);
    return { ...readPage(version, readJson(text), (said) => client.repeatable(said)), url };
  };
  return {
    pageSize: mapping.paging.size,
    version,
    ask: (set, question) => fetchPage(urlOf(base, set, { question, version, query: mapping.query })),
    follow: (link, from) => fetchPage(nextUrl(link, from, base)),
    model: (service) => {
      const known = models.get(service);
      if (known !== undefined) return known;
      const url = new URL(pathOf(service, '$metadata').replace('%24', '$'), base);
      const model = client
        .get(url, { ...Object.fromEntries(own), accept: 'application/xml' })
        .then(({ text }) => readMetadata(text));
      model.catch(() => models.delete(service));
      models.set(service, model);
      return model;
    },
  };
}

/**
 * A link to the next page is an address that the source has written: it may be relative, and it may not lead away.
 * @throws SourceFault `address_refused`
 */
function nextUrl(link: string, from: URL, base: URL): URL {
  const url = URL.canParse(link, from) ? new URL(link, from) : null;
  if (url !== null && url.origin === base.origin && url.pathname.startsWith(base.pathname)) return url;
  const where = url === null ? 'nowhere' : `to ${url.origin}`;
  throw new SourceFault(
    'address_refused',
    `the link to the next page leads ${where}, away from ${base.href}`,
  );
}
