/** The way to one Odoo: a client that shows the key only where JSON-2 wants it, and the calls over it. */
import { withHeader } from '../http/authorization.server.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import { createSourceClient } from '../http/source-client.server.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import type { OutgoingOptions, SourceOpening } from '../records/asked-source.ts';
import { createOdooRpc } from './odoo-rpc.server.ts';
import type { OdooRpc } from './odoo-rpc.server.ts';

export type ConnectedOdoo = { client: SourceClient; base: URL; rpc: OdooRpc };

export function connectOdoo(
  { address, credentials, settings }: Pick<SourceOpening, 'address' | 'credentials' | 'settings'>,
  outgoing: OutgoingOptions,
): ConnectedOdoo {
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
  if (login === null) return { client, base, rpc: { ask: noLogin, create: noLogin } };
  const database = settings['database'] ?? '';
  const rpc = createOdooRpc({ client, base, login: { ...login, database } }, () => {
    isJson2 = true;
  });
  return { client, base, rpc };
}

/** An API key stands where a password does, with the user it was made for. */
function loginOf(credentials: SourceCredentials): { user: string; key: string } | null {
  return credentials.kind === 'basic' ? { user: credentials.user, key: credentials.password } : null;
}

function noLogin(): Promise<never> {
  return Promise.reject(new SourceFault('credentials', 'Odoo asks for a user and an API key'));
}
