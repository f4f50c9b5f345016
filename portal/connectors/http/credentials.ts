/** What a source asks us for. Stored sealed (../connection/sealed-credentials.server.ts), never shown again. */
import { z } from 'zod';

const secret = z.string().min(1).max(2_000);
/** RFC 7617, section 2: a user name with a colon could not be told from the password. */
const user = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^:]*$/, 'may have no colon');

/** What belongs to the connection itself is no place for a key. */
const headerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'is not the name of a header')
  .refine(
    (name) =>
      !/^(host|connection|content-.*|transfer-.*|cookie|expect|upgrade|te|trailer|accept.*)$/i.test(name),
    'is a header that the portal writes itself',
  );
const secretLine = secret.regex(/^[\x20-\x7e]*$/, 'has a character that no header can have');

export const SourceCredentials = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('basic'), user, password: z.string().max(2_000) }),
  z.strictObject({ kind: z.literal('bearer'), token: secret }),
  /** A key in a header of its own, such as `DOLAPIKEY`; or in Authorization, behind a word that the source chose. */
  z.strictObject({ kind: z.literal('header'), name: headerName, value: secretLine }),
  /** A secret part of the address itself, behind the address that is shown: `12/abcdef`. */
  z.strictObject({
    kind: z.literal('path'),
    path: z.string().regex(/^[\w-]{1,200}(\/[\w-]{1,200}){0,3}$/, 'is letters and digits between slashes'),
  }),
  z.strictObject({
    kind: z.literal('client-credentials'),
    /** Where the tokens come from; the only other address that this source's client may talk to. */
    tokenUrl: z.url({ protocol: /^https?$/ }),
    clientId: secret,
    clientSecret: secret,
    scope: z.string().max(1_000).optional(),
    /** Where a server wants id and secret: in the header, as all must take them, or in the form, as some only do. */
    clientIn: z.enum(['header', 'body']).optional(),
  }),
]);

export type SourceCredentials = z.output<typeof SourceCredentials>;

/** A shorter part is a word such as `token`, or the number of a user. */
const SHORTEST_KEY = 8;

/** Every text of the credentials that must appear in no error and no log. */
export function secretsOf(credentials: SourceCredentials): string[] {
  switch (credentials.kind) {
    case 'none':
      return [];
    case 'basic':
      return [credentials.password, basicOf(credentials.user, credentials.password)];
    case 'bearer':
      return [credentials.token];
    case 'header':
      // A source may repeat the key without the word in front of it, or the secret behind the key.
      return [
        credentials.value,
        ...credentials.value.split(/[ :]/).filter((part) => part.length >= SHORTEST_KEY),
        ...credentials.value.split(' ').filter((part) => part.length >= SHORTEST_KEY),
      ];
    case 'path':
      return [credentials.path, ...credentials.path.split('/').filter((part) => part.length >= SHORTEST_KEY)];
    case 'client-credentials':
      return [credentials.clientSecret];
  }
}

/** RFC 7617, section 2.1: UTF-8, which 1C's web server expects of Cyrillic user names, too. */
export function basicOf(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}
