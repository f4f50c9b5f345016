/** An Odoo, opened. The administrator says its database, and for whom a label is: a language, where it is not ours. */
import { withHeader } from '../http/authorization.server.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import { createSourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { fieldsRead } from '../mapping/spec-paths.ts';
import type { AskedSource, OutgoingOptions, SourceOpening } from '../records/asked-source.ts';
import { createLookUps } from '../records/look-ups.server.ts';
import { readDocumentFile } from '../records/document-file.server.ts';
import { createRecordFeed } from '../records/record-feed.server.ts';
import { createOdooRpc } from './odoo-rpc.server.ts';
import type { CallOdoo } from './odoo-rpc.server.ts';
import { createOdooSet, describeModel } from './odoo-set.server.ts';

export function openOdoo(
  { address, credentials, mapping, settings, timeZone }: SourceOpening,
  outgoing: OutgoingOptions,
): AskedSource {
  const login = loginOf(credentials);
  let isJson2 = false;
  const client = createSourceClient({
    ...outgoing,
    address,
    credentials,
    // Over /jsonrpc the key stands in the body, and whoever is asked for the version needs none at all.
    authorizationOf: () => ({
      sign: (question) =>
        Promise.resolve(
          isJson2 && login !== null
            ? withHeader(question, { authorization: `bearer ${login.key}` })
            : question,
        ),
      renew: () => false,
      secrets: () => [],
    }),
  });
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const call: CallOdoo =
    login === null
      ? () => Promise.reject(new SourceFault('credentials', 'Odoo asks for a user and an API key'))
      : createOdooRpc({ client, base, login: { ...login, database: settings['database'] ?? '' } }, () => {
          isJson2 = true;
        });
  const context = contextOf(settings['language']);
  const setOf = (model: string, fields: readonly string[]) =>
    createOdooSet(call, { model, fields, pageSize: mapping.paging.size, context });
  const lookUps = createLookUps(mapping, ({ set, key }) => setOf(set, [key]));
  const deps = { mapping, lookUps, settings, timeZone, now: outgoing.now };
  return {
    feeds: mapping.feeds.map((feed) => createRecordFeed(deps, feed, setOf(feed.set, fieldsRead(feed).head))),
    describe: async ({ set }) => {
      const types = await describeModel(call, { model: set, context });
      return types === null ? null : { fields: new Set(types.keys()), linesOf: () => null };
    },
    readDocument: (name) =>
      readDocumentFile(
        { mapping, settings, client, base, setOf: ({ set }, field) => setOf(set, [field]) },
        name,
      ),
    requestCount: () => client.requestCount(),
    close: () => Promise.resolve(client.close()),
  };
}

/** An API key stands where a password does, with the user it was made for. */
function loginOf(credentials: SourceCredentials): { user: string; key: string } | null {
  return credentials.kind === 'basic' ? { user: credentials.user, key: credentials.password } : null;
}

/** Archived rows are rows, too: their mark is their tombstone. Times come in UTC, whatever the user's own zone. */
function contextOf(language: string | undefined): Readonly<Record<string, unknown>> {
  const lang = language === undefined || language === '' ? {} : { lang: language };
  return { active_test: false, tz: 'UTC', ...lang };
}
