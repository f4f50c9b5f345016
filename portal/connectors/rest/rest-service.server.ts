/** A service with a JSON interface of its own, as the connector asks it: addresses, answers, errors. */
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { readJson } from '../mapping/read-json.ts';
import type { Rest } from '../mapping/rest.ts';
import { isList, isRecord, textAt, toText, valueAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';
import { restUrl } from './rest-question.ts';
import type { AskedParameter } from './rest-question.ts';

export type RestPage = { rows: SourceRecord[]; next: string | null; total: number | null; url: URL };

export type RestQuestion = {
  path: string;
  own: Readonly<Record<string, string>>;
  asked: readonly AskedParameter[];
  /** Where the rows are in this answer; null where the answer is the rows. */
  rows: string | null;
};

export interface RestService {
  ask(question: RestQuestion): Promise<RestPage>;
  /** The page behind an address that a page has given. */
  follow(link: string, question: RestQuestion): Promise<RestPage>;
}

type ServiceOptions = {
  client: SourceClient;
  /** Address of the service; ends with a slash. */
  base: URL;
  rest: Rest;
  headers: Readonly<Record<string, string>>;
};

export function createRestService({ client, base, rest, headers }: ServiceOptions): RestService {
  const fetchPage = async (url: URL, { rows }: RestQuestion): Promise<RestPage> => {
    const text = await textOf(url);
    if (text === null) return { rows: [], next: null, total: null, url };
    return {
      ...readRestPage(readJson(text), { rest, rows, repeat: (said) => client.repeatable(said) }),
      url,
    };
  };
  const textOf = async (url: URL): Promise<string | null> => {
    try {
      return (await client.get(url, headers)).text;
    } catch (error) {
      const isNone = rest.isEmpty404 && error instanceof SourceFault && error.code === 'not_found';
      if (isNone) return null;
      throw error;
    }
  };
  return {
    ask: (question) =>
      fetchPage(restUrl(base, question.path, { rest, own: question.own, asked: question.asked }), question),
    follow: (link, question) => fetchPage(nextUrl(link, base), question),
  };
}

/** @throws SourceFault `not_understood` for an error inside a good answer, and for one without rows */
export function readRestPage(
  answer: SourceValue,
  { rest, rows: at, repeat }: { rest: Rest; rows: string | null; repeat: (text: string) => string },
): Omit<RestPage, 'url'> {
  const within = (path: string | undefined): SourceValue =>
    path === undefined || !isRecord(answer) ? null : valueAt(answer, path);
  const error = within(rest.error);
  if (error !== null && error !== false) {
    const said = toText(error) ?? (isRecord(error) ? textAt(error, 'message') : null) ?? 'an error';
    throw new SourceFault('not_understood', `the source says: ${repeat(said)}`);
  }
  const found = at === null ? answer : within(at);
  const rows = isList(found) ? found.filter(isRecord) : isRecord(found) && at !== null ? [found] : null;
  if (rows === null) throw new SourceFault('not_understood', 'the answer has no rows in it');
  const total = toText(within(rest.total));
  return {
    rows,
    next: toText(within(rest.next)),
    total: total !== null && /^\d{1,12}$/.test(total) ? Number(total) : null,
  };
}

/**
 * A link to the next page is an address that the source has written: it may be relative, and it may not lead away.
 * @throws SourceFault `address_refused`
 */
function nextUrl(link: string, base: URL): URL {
  const url = URL.canParse(link, base) ? new URL(link, base) : null;
  if (url !== null && url.origin === base.origin && url.pathname.startsWith(base.pathname)) return url;
  const where = url === null ? 'nowhere' : `to ${url.origin}`;
  throw new SourceFault(
    'address_refused',
    `the link to the next page leads ${where}, away from ${base.href}`,
  );
}
