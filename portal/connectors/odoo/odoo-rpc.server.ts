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
import { writeJson } from '../mapping/write-json.ts';
import type { SentFields, SentValue } from '../mapping/write-json.ts';

export type OdooLogin = { database: string; user: string; key: string };

/** One call of a public method of a model, with named arguments. @throws SourceFault */
export type CallOdoo = (model: string, method: string, named: object) => Promise<SourceValue>;

export interface OdooRpc {
  /** For methods that only read: it may be sent several times. */
  ask: CallOdoo;
  /** Makes one row of a model, once. @returns its id. @throws SourceFault */
  create(model: string, values: SentFields): Promise<string>;
}

type Wire = { client: SourceClient; base: URL; login: OdooLogin };

const FIRST_WITH_JSON2 = 19;
const JSON_ONLY = { accept: 'application/json' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** @param onJson2 called before the first question that must carry the key in its header */
export function createOdooRpc(wire: Wire, onJson2: () => void): OdooRpc {
  let chosen: Promise<OdooRpc> | null = null;
  const choose = async (): Promise<OdooRpc> => {
    if (!(await hasJson2(wire))) return overJsonRpc(wire);
    onJson2();
    return overJson2(wire);
  };
  const choice = (): Promise<OdooRpc> => {
    chosen ??= choose();
    return chosen;
  };
  return {
    ask: async (model, method, named) => (await choice()).ask(model, method, named),
    create: async (model, values) => (await choice()).create(model, values),
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

function overJson2({ client, base, login }: Wire): OdooRpc {
  const headers = { ...JSON_ONLY, 'x-odoo-database': login.database };
  const urlOf = (model: string, method: string): URL =>
    new URL(`json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`, base);
  return {
    ask: async (model, method, named) => {
      const { text } = await client.post(urlOf(model, method), headers, named);
      return readJson(text);
    },
    create: async (model, values) => {
      const body = writeJson({ vals_list: [{ fields: values }] });
      const { text } = await client.write(urlOf(model, 'create'), body, { ...headers, ...JSON_TYPE });
      return madeIn(readJson(text));
    },
  };
}

/** Who logs in is asked for once; a key that is not taken is not tried again. */
function overJsonRpc(wire: Wire): OdooRpc {
  const { client, base, login } = wire;
  const { database, user, key } = login;
  const url = new URL('jsonrpc', base);
  let userId: Promise<number> | null = null;
  const whoAsks = (): Promise<number> => {
    userId ??= logIn();
    return userId;
  };
  const callService = async (params: Service): Promise<SourceValue> => {
    const body = { jsonrpc: '2.0', method: 'call', id: 1, params };
    const { text } = await client.post(url, JSON_ONLY, body);
    return resultIn(text, client);
  };
  return {
    ask: async (model, method, named) => {
      const args = [database, await whoAsks(), key, model, method, [], named];
      return callService({ service: 'object', method: 'execute_kw', args });
    },
    // What is made stands in the first place and not under its name: 16 to 19 look for it there afterwards.
    create: async (model, values) => {
      const by: SentValue[] = [database, { decimal: String(await whoAsks()) }, key];
      const args: SentValue[] = [...by, model, 'create', [[{ fields: values }]], { fields: {} }];
      const params = { service: 'object', method: 'execute_kw', args };
      const call = { jsonrpc: '2.0', method: 'call', id: { decimal: '1' }, params: { fields: params } };
      const { text } = await client.write(url, writeJson(call), { ...JSON_ONLY, ...JSON_TYPE });
      return madeIn(resultIn(text, client));
    },
  };

  async function logIn(): Promise<number> {
    const args = [database, user, key, {}];
    const answer = await callService({ service: 'common', method: 'authenticate', args });
    const id = typeof answer === 'string' && /^\d+$/.test(answer) ? Number(answer) : 0;
    if (id === 0) throw new SourceFault('credentials', 'the source does not take the user or the key');
    return id;
  }
}

type Service = { service: 'common' | 'object'; method: string; args: unknown[] };

function resultIn(text: string, client: SourceClient): SourceValue {
  const answer = readJson(text);
  if (!isRecord(answer)) throw new SourceFault('not_understood', 'the answer is no JSON-RPC');
  const error = valueAt(answer, 'error');
  if (isRecord(error)) throw faultOf(error, (said) => client.repeatable(said));
  if (!Object.hasOwn(answer, 'result')) throw new SourceFault('not_understood', 'the answer has no result');
  return valueAt(answer, 'result');
}

/** The id of the one row that was made. */
function madeIn(answer: SourceValue): string {
  const [id = null] = isList(answer) ? answer : [answer];
  if (typeof id !== 'string') throw new SourceFault('not_understood', 'the answer names no row');
  return id;
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
