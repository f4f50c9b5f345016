/** Puts what a source asks for into a question, with one new login where that can help. */
import { z } from 'zod';
import type { Answer, Question } from './exchange.server.ts';
import { basicOf } from './credentials.ts';
import type { SourceCredentials } from './credentials.ts';
import { SourceFault } from './source-fault.ts';

export interface Authorization {
  /** @throws SourceFault `credentials` when the source gives no token for them */
  sign(question: Question): Promise<Question>;
  /** The source has refused the question. @returns whether it can be signed anew */
  renew(): boolean;
  /** What must not be repeated, besides the credentials themselves. */
  secrets(): string[];
}

/** RFC 6749, section 4.4.3. */
const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().optional() });

const TOKEN_LIFETIME_SECONDS = 300;
/** A token is renewed before it ends, so that no question is sent with one that ends on the way. */
const TOKEN_MARGIN_SECONDS = 30;

export type Send = (question: Question) => Promise<Answer>;

export function createAuthorization(
  credentials: SourceCredentials,
  { send, now, address }: { send: Send; now: () => Date; address: URL },
): Authorization {
  switch (credentials.kind) {
    case 'none':
      return fixed({});
    case 'basic':
      return fixed({ authorization: `Basic ${basicOf(credentials.user, credentials.password)}` });
    case 'bearer':
      return fixed({ authorization: `Bearer ${credentials.token}` });
    case 'header':
      return fixed({ [credentials.name.toLowerCase()]: credentials.value });
    case 'path':
      return inPath(credentials.path, address);
    case 'client-credentials':
      return byToken(credentials, { send, now });
  }
}

/** The same every time: asking again with what was refused would lock the account at the source. */
function fixed(header: Record<string, string>): Authorization {
  return {
    sign: (question) => Promise.resolve(withHeader(question, header)),
    renew: () => false,
    secrets: () => [],
  };
}

export function withHeader(question: Question, header: Readonly<Record<string, string>>): Question {
  return { ...question, headers: { ...question.headers, ...header } };
}

/** Between the address of the service and what is asked there. */
function inPath(secret: string, { pathname }: URL): Authorization {
  const base = pathname.endsWith('/') ? pathname : `${pathname}/`;
  const signed = `${base}${secret}/`;
  return {
    sign: (question) => {
      const url = new URL(question.url);
      if (!url.pathname.startsWith(signed)) url.pathname = `${signed}${url.pathname.slice(base.length)}`;
      return Promise.resolve({ ...question, url });
    },
    renew: () => false,
    secrets: () => [],
  };
}

function byToken(
  credentials: Extract<SourceCredentials, { kind: 'client-credentials' }>,
  { send, now }: { send: Send; now: () => Date },
): Authorization {
  let token: { text: string; endsAt: number } | null = null;
  return {
    sign: async (question) => {
      if (token === null || token.endsAt <= now().getTime()) {
        const { access_token: text, expires_in: seconds = TOKEN_LIFETIME_SECONDS } = await fetchToken(
          credentials,
          send,
        );
        token = { text, endsAt: now().getTime() + (seconds - TOKEN_MARGIN_SECONDS) * 1_000 };
      }
      return withHeader(question, { authorization: `Bearer ${token.text}` });
    },
    renew: () => {
      token = null;
      return true;
    },
    secrets: () => (token === null ? [] : [token.text]),
  };
}

/** RFC 6749, section 4.4.2; the client's own credentials go into the header, or where it wants, the form (2.3.1). */
async function fetchToken(
  credentials: Extract<SourceCredentials, { kind: 'client-credentials' }>,
  send: Send,
): Promise<z.output<typeof TokenAnswer>> {
  const { tokenUrl, clientId, clientSecret, scope, clientIn } = credentials;
  const isInBody = clientIn === 'body';
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope ? { scope } : {}),
    ...(isInBody ? { client_id: clientId, client_secret: clientSecret } : {}),
  });
  const client = basicOf(encodeURIComponent(clientId), encodeURIComponent(clientSecret));
  const { status, text } = await send({
    url: new URL(tokenUrl),
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...(isInBody ? {} : { authorization: `Basic ${client}` }),
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
