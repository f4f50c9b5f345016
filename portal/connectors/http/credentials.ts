/** What a source asks us for. Stored sealed (../connection/sealed-credentials.server.ts), never shown again. */
import { z } from 'zod';

const secret = z.string().min(1).max(2_000);
/** RFC 7617, section 2: a user name with a colon could not be told from the password. */
const user = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^:]*$/, 'may have no colon');

export const SourceCredentials = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('basic'), user, password: z.string().max(2_000) }),
  z.strictObject({ kind: z.literal('bearer'), token: secret }),
  z.strictObject({
    kind: z.literal('client-credentials'),
    /** Where the tokens come from; the only other address that this source's client may talk to. */
    tokenUrl: z.url({ protocol: /^https?$/ }),
    clientId: secret,
    clientSecret: secret,
    scope: z.string().max(1_000).optional(),
  }),
]);

export type SourceCredentials = z.output<typeof SourceCredentials>;

/** Every text of the credentials that must appear in no error and no log. */
export function secretsOf(credentials: SourceCredentials): string[] {
  switch (credentials.kind) {
    case 'none':
      return [];
    case 'basic':
      return [credentials.password, basicOf(credentials.user, credentials.password)];
    case 'bearer':
      return [credentials.token];
    case 'client-credentials':
      return [credentials.clientSecret];
  }
}

/** RFC 7617, section 2.1: UTF-8, which 1C's web server expects of Cyrillic user names, too. */
export function basicOf(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}
