/**
 * Calls of a Tryton server (6.0 and later) over its JSON-RPC, in a session of our own. Application keys open only the
 * addresses that a module has made for them, and not this one. Recorded answers in test/fixtures/tryton.
 * @see trytond, "Protocols: JSON-RPC" and "How to use the session"
 */
import { withHeader } from '../http/authorization.server.ts';
import type { Authorization, Send } from '../http/authorization.server.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { faultOfStatus } from '../http/status-fault.ts';
import { readJson } from '../mapping/read-json.ts';
import { isList, isRecord, toText, valueAt } from '../mapping/source-record.ts';
import type { SourceValue } from '../mapping/source-record.ts';
import { writeJson } from '../mapping/write-json.ts';
import type { SentFields, SentValue } from '../mapping/write-json.ts';
import { toId } from '../records/by-id.ts';

/** @throws SourceFault */
export type CallTryton = (method: string, params: readonly unknown[]) => Promise<SourceValue>;

const JSON_HEADERS = { accept: 'application/json' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Logs in when the first question is asked, and once more when the session has ended meanwhile. */
export function sessionOf(
  credentials: SourceCredentials,
  { url, send, now }: { url: URL; send: Send; now: () => Date },
): Authorization {
  let session: string | null = null;
  return {
    sign: async (question) => {
      session ??= await logIn(credentials, { url, send, now });
      return withHeader(question, { authorization: `Session ${session}` });
    },
    // Without a session it was the log-in itself that was refused; the same password would be refused again.
    renew: () => {
      const hadOne = session !== null;
      session = null;
      return hadOne;
    },
    secrets: () => (session === null ? [] : [session]),
  };
}

async function logIn(
  credentials: SourceCredentials,
  { url, send, now }: { url: URL; send: Send; now: () => Date },
): Promise<string> {
  if (credentials.kind !== 'basic') {
    throw new SourceFault('credentials', 'Tryton asks for a user and a password');
  }
  const { user, password } = credentials;
  const answer = await send({
    url,
    method: 'POST',
    headers: { ...JSON_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 0, method: 'common.db.login', params: [user, { password }, 'en'] }),
  });
  // Of a log-in that fails nothing is repeated: it may hold what was sent.
  const fault = faultOfStatus(answer, { repeat: () => '', now: now() });
  if (fault !== null) throw fault;
  const result = resultIn(readJson(answer.text), () => 'the log-in failed');
  const [id, token] = isList(result) ? result.map((part) => toText(part)) : [];
  if (typeof id !== 'string' || typeof token !== 'string') {
    throw new SourceFault('credentials', 'the source does not take the user or the password');
  }
  return Buffer.from(`${user}:${id}:${token}`, 'utf8').toString('base64');
}

export interface TrytonRpc {
  /** For methods that only read: it may be sent several times. */
  ask: CallTryton;
  /** Makes one row of a model, once. @returns its id. @throws SourceFault */
  create(model: string, values: SentFields, context: SentFields): Promise<string>;
}

export function createTrytonRpc(client: SourceClient, url: URL): TrytonRpc {
  const repeat = (said: string): string => client.repeatable(said);
  return {
    ask: async (method, params) => {
      const { text } = await client.post(url, JSON_HEADERS, { id: 1, method, params });
      return resultIn(readJson(text), repeat);
    },
    create: async (model, values, context) => {
      const params: SentValue[] = [[{ fields: values }], { fields: context }];
      const body = writeJson({ id: { decimal: '1' }, method: `model.${model}.create`, params });
      const { text } = await client.write(url, body, { ...JSON_HEADERS, ...JSON_TYPE });
      const made = resultIn(readJson(text), repeat);
      const [id = null] = isList(made) ? made : [];
      if (typeof id !== 'string') throw new SourceFault('not_understood', 'the answer names no row');
      return id;
    },
  };
}

/**
 * What a report makes of one record, in base64: `[extension, bytes, whether to print at once, name]`.
 * @throws SourceFault
 */
export async function printReport(
  rpc: CallTryton,
  {
    report,
    model,
    id,
    context,
  }: { report: string; model: string; id: string; context: Readonly<Record<string, unknown>> },
): Promise<SourceValue> {
  const ids = [toId(id)];
  const answer = await rpc(`report.${report}.execute`, [ids, { model, ids, id: ids[0] }, context]);
  const file = isList(answer) ? (answer[1] ?? null) : null;
  return isRecord(file) ? valueAt(file, 'base64') : null;
}

/** Errors come with status 200: `[class, [what, why]]` of the business, `[message, traceback]` of the program. */
function resultIn(answer: SourceValue, repeat: (text: string) => string): SourceValue {
  if (!isRecord(answer)) throw new SourceFault('not_understood', 'the answer is no JSON-RPC');
  const error = valueAt(answer, 'error');
  if (isList(error)) throw faultOf(error, repeat);
  if (!Object.hasOwn(answer, 'result')) throw new SourceFault('not_understood', 'the answer has no result');
  return valueAt(answer, 'result');
}

const OF_THE_BUSINESS: ReadonlySet<unknown> = new Set(['UserError', 'UserWarning', 'ConcurrencyException']);

function faultOf(
  [name = null, said = null]: readonly SourceValue[],
  repeat: (text: string) => string,
): SourceFault {
  const [what = null] = isList(said) ? said : [said];
  const isOfBusiness = OF_THE_BUSINESS.has(name);
  const text = repeat((isOfBusiness ? toText(what) : toText(name)) ?? 'no reason given');
  return new SourceFault(isOfBusiness ? 'refused' : 'failed', `the source says: ${text}`);
}
