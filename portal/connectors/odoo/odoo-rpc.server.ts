/**
 * The two ways of calling Odoo's models, behind one interface: JSON-2 where there is one (19 and later), `/jsonrpc`
 * otherwise (16 to 18; 22 will not have it any more). Which one is found out by asking, before a credential is sent.
 * @see Odoo 19, "External JSON-2 API"; recorded answers in test/fixtures/odoo
 */
import { SourceFault } from '../http/source-fault.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import { readJson } from '../mapping/read-json.ts';
import { isList, isRecord, textAt, valueAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';

export type OdooLogin = { database: string; user: string; key: string };

/** One call of a public method of a model, with named arguments. @throws SourceFault */
export type CallOdoo = (model: string, method: string, named: object) => Promise<SourceValue>;

type Wire = { client: SourceClient; base: URL; login: OdooLogin };

const FIRST_WITH_JSON2 = 19;
const JSON_ONLY = { accept: 'application/json' };

/** @param onJson2 called before the first question that must carry the key in its header */
export function createOdooRpc(wire: Wire, onJson2: () => void): CallOdoo {
  let chosen: Promise<CallOdoo> | null = null;
  const choose = async (): Promise<CallOdoo> => {
    if (!(await hasJson2(wire))) return overJsonRpc(wire);
    onJson2();
    return overJson2(wire);
  };
  return async (model, method, named) => {
    chosen ??= choose();
    return (await chosen)(model, method, named);
  };
}

/** `/web/version` came with JSON-2; older ones do not have it. */
async function hasJson2({ client, base }: Wire): Promise<boolean> {
  try {
    const { text } = await client.get(new URL('web/version', base), JSON_ONLY);
    return majorIn(readJson(text)) >= FIRST_WITH_JSON2;
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    // A page or a refusal is what an older one answers; whether it is an Odoo at all, the next call shows.
    if (error.code === 'not_found' || error.code === 'not_understood' || error.code === 'forbidden')
      return false;
    throw error;
  }
}

/** `19.0`, `saas~19.1`, or the list that begins with 19. */
function majorIn(answer: SourceValue): number {
  if (!isRecord(answer)) return 0;
  const said = textAt(answer, 'version_info/0') ?? textAt(answer, 'version') ?? '';
  return Number(/(\d+)(?:\.\d+)?/.exec(said)?.[1] ?? 0);
}

function overJson2({ client, base, login }: Wire): CallOdoo {
  const headers = { ...JSON_ONLY, 'x-odoo-database': login.database };
  return async (model, method, named) => {
    const url = new URL(`json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`, base);
    const { text } = await client.post(url, headers, named);
    return readJson(text);
  };
}

/** Who logs in is asked for once; a key that is not taken is not tried again. */
function overJsonRpc(wire: Wire): CallOdoo {
  const { database, user, key } = wire.login;
  let userId: Promise<number> | null = null;
  return async (model, method, named) => {
    userId ??= logIn(wire);
    const args = [database, await userId, key, model, method, [], named];
    return callService(wire, { service: 'object', method: 'execute_kw', args });
  };

  async function logIn(at: Wire): Promise<number> {
    const answer = await callService(at, {
      service: 'common',
      method: 'authenticate',
      args: [database, user, key, {}],
    });
    const id = typeof answer === 'string' && /^\d+$/.test(answer) ? Number(answer) : 0;
    if (id === 0) throw new SourceFault('credentials', 'the source does not take the user or the key');
    return id;
  }
}

type Service = { service: 'common' | 'object'; method: string; args: unknown[] };

async function callService({ client, base }: Wire, params: Service): Promise<SourceValue> {
  const body = { jsonrpc: '2.0', method: 'call', id: 1, params };
  const { text } = await client.post(new URL('jsonrpc', base), JSON_ONLY, body);
  const answer = readJson(text);
  if (!isRecord(answer)) throw new SourceFault('not_understood', 'the answer is no JSON-RPC');
  const error = valueAt(answer, 'error');
  if (isRecord(error)) throw faultOf(error, (said) => client.repeatable(said));
  if (!Object.hasOwn(answer, 'result')) throw new SourceFault('not_understood', 'the answer has no result');
  return valueAt(answer, 'result');
}

/** Errors come with status 200 and are told apart by the name of their class; tracebacks are never repeated. */
function faultOf(error: SourceRecord, repeat: (text: string) => string): SourceFault {
  const name = textAt(error, 'data/name') ?? '';
  const said = repeat(textAt(error, 'data/message') ?? textAt(error, 'message') ?? 'no reason given');
  switch (name) {
    case 'odoo.exceptions.AccessDenied':
      return new SourceFault('credentials', 'the source does not take the user or the key');
    case 'odoo.exceptions.AccessError':
      return new SourceFault('forbidden', `the source says: ${said}`);
    case 'odoo.exceptions.MissingError':
    case 'builtins.KeyError':
      return new SourceFault('not_found', `the source says: ${said}`);
    case 'odoo.exceptions.UserError':
    case 'odoo.exceptions.ValidationError':
      return new SourceFault('refused', `the source says: ${said}`);
    default:
      return new SourceFault('failed', `the source says: ${said}`);
  }
}

/** The rows in the answer of `search_read` and `read`. */
export function rowsIn(answer: SourceValue): SourceRecord[] {
  if (!isList(answer)) throw new SourceFault('not_understood', 'the answer has no rows in it');
  return answer.filter(isRecord);
}
