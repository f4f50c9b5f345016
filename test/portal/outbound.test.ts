import { expect, test } from 'vitest';
import { sourceFiles } from '#test/support/source-files.ts';

/** What can open a connection: Node's own modules, and the packages that do it for others. */
const MODULES =
  /from '(node:(?:http|https|http2|net|tls|dgram|dns|dns\/promises)|undici|ws|pg|@libsql\/client|@prisma\/adapter-pg|@prisma\/adapter-libsql|nodemailer|got|axios|node-fetch)'/g;
const GLOBALS = /(?<![\w.])(?:new (?:WebSocket|EventSource)|fetch)\(/;
/** Runs in the browser: the content policy lets it reach this server only, and two pages the agent of their own computer. */
const BROWSER = /(\.browser\.ts|ceremony-client\.ts|agent-client\.ts)$/;

/** Each with the reason why it is no connection to anybody, or to whom it is. */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  'auth/sessions/shorten-address.ts': new Set(['node:net']), // reads an address
  // sources that an administrator has named, and nobody else
  'portal/connectors/http/exchange.server.ts': new Set(['node:http', 'node:https']),
  'portal/connectors/http/outgoing-address.server.ts': new Set(['node:dns/promises', 'node:net']),
  'portal/connectors/http/source-client.server.ts': new Set(['node:http', 'node:https']),
  'portal/env.server.ts': new Set(['node:net']), // reads an address
  'portal/letters/file-transport.server.ts': new Set(['nodemailer']), // writes a file
  'portal/letters/smtp-transport.server.ts': new Set(['nodemailer']), // the mail server that the operator has named
  'portal/server.ts': new Set(['node:http']), // listens
  'prisma/client.ts': new Set(['@prisma/adapter-pg']), // the database
  'prisma/libsql-adapter.ts': new Set(['@libsql/client', '@prisma/adapter-libsql']),
  'prisma/migration-connection.ts': new Set(['@libsql/client', 'pg']),
};

test('WEB-11 nothing in the server connects to anything but its database and what its operator or administrator has named', () => {
  const server = sourceFiles().filter(({ path }) => !BROWSER.test(path));
  const found = server.flatMap(({ path, text }) => {
    const modules = [...text.matchAll(MODULES)].flatMap(([, name = '']) => name);
    const used = new Set(modules.filter((name) => !isOnlyType(text, name)));
    return used.size > 0 ? [[path, used] as const] : [];
  });
  expect(Object.fromEntries(found)).toEqual(KNOWN);
  expect(server.filter(({ text }) => GLOBALS.test(text)).map(({ path }) => path)).toEqual([]);
});

function isOnlyType(text: string, name: string): boolean {
  const imports = text.split('\n').filter((line) => line.endsWith(`from '${name}';`));
  return imports.every((line) => line.startsWith('import type '));
}
