/** The Authorization header of a question, with one new login where that can help. */
import { z } from 'zod';
import type { Answer, Question } from './exchange.server.ts';
import { basicOf } from './credentials.ts';
import type { SourceCredentials } from './credentials.ts';
import { SourceFault } from './source-fault.ts';

export interface Authorization {
  /** @throws SourceFault `credentials` when the source gives no token for them */
  header(): Promise<Record<string, string>>;
  /** The source has refused the header. @returns whether another one can be had */
  renew(): boolean;
  /** What must not be repeated, besides the credentials themselves. */
  secrets(): string[];
}

/** RFC 6749, section 4.4.3. */
const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().optional() });

const TOKEN_LIFETIME_SECONDS = 300;
/** A token is renewed before it ends, so that no question is sent with one that ends on the way. */
const TOKEN_MARGIN_SECONDS = 30;

type Send = (question: Question) => Promise<Answer>;

export function createAuthorization(
  credentials: SourceCredentials,
  { send, now }: { send: Send; now: () => Date },
): Authorization {
  switch (credentials.kind) {
    case 'none':
      return fixed({});
    case 'basic':
      return fixed({ authorization: `Basic ${basicOf(credentials.user, credentials.password)}` });
    case 'bearer':
      return fixed({ authorization: `Bearer ${credentials.token}` });
    case 'client-credentials':
      return byToken(credentials, { send, now });
  }
}

/** The same every time: asking again with what was refused would lock the account at the source. */
function fixed(header: Record<string, string>): Authorization {
  return { header: () => Promise.resolve(header), renew: () => false, secrets: () => [] };
}

function byToken(
  credentials: Extract<SourceCredentials, { kind: 'client-credentials' }>,
  { send, now }: { send: Send; now: () => Date },
): Authorization {
  let token: { text: string; endsAt: number } | null = null;
  return {
    header: async () => {
      if (token === null || token.endsAt <= now().getTime()) {
        const { access_token: text, expires_in: seconds = TOKEN_LIFETIME_SECONDS } = await fetchToken(
          credentials,
          send,
        );
        token = { text, endsAt: now().getTime() + (seconds - TOKEN_MARGIN_SECONDS) * 1_000 };
      }
      return { authorization: `Bearer ${token.text}` };
    },
    renew: () => {
      token = null;
      return true;
    },
    secrets: () => (token === null ? [] : [token.text]),
  };
}

/** RFC 6749, section 4.4.2; the client's own credentials go into the header (section 2.3.1). */
async function fetchToken(
  { tokenUrl, clientId, clientSecret, scope }: Extract<SourceCredentials, { kind: 'client-credentials' }>,
  send: Send,
): Promise<z.output<typeof TokenAnswer>> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) });
  const client = basicOf(encodeURIComponent(clientId), encodeURIComponent(clientSecret));
  const { status, text } = await send({
    url: new URL(tokenUrl),
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${client}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
  });
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    throw new SourceFault('credentials', `no token is given for these credentials (status ${status})`);
  }
  const parsed = TokenAnswer.safeParse(parseJson(text));
  if (status === 200 && parsed.success) return parsed.data;
  throw new SourceFault('failed', `the token address gives no token (status ${status})`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
