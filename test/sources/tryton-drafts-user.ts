/** An account of Tryton that may make drafts of sales and nothing else, as README.md tells administrators to make it. */
import { z } from 'zod';
import { idOf } from './tryton-server.ts';
import type { TrytonServer } from './tryton-server.ts';

export type DraftsUser = {
  login: string;
  password: string;
  /** Why this account may not do something; null if it was done. */
  refusalOf: (model: string, method: string, ...args: unknown[]) => Promise<string | null>;
};

const Ids = z.array(z.number());
const Session = z.object({ result: z.tuple([z.number(), z.string()]) });
const Answer = z.object({ error: z.unknown().optional() });
const DRAFTS = { perm_read: true, perm_write: false, perm_create: true, perm_delete: false };
const LOGIN = 'orders';
const PASSWORD = 'Demo-k7Vq9ZtX2wL';

export async function addDraftsUser({ call, address }: TrytonServer): Promise<DraftsUser> {
  const first = async (model: string, domain: unknown[]): Promise<number> =>
    Ids.parse(await call(model, 'search', domain, 0, 1, null))[0] ?? 0;
  const group = idOf(await call('res.group', 'create', [{ name: 'Portal: drafts of sales' }]));
  for (const name of ['sale.sale', 'sale.line']) {
    const model = await first('ir.model', [['model', '=', name]]);
    await call('ir.model.access', 'create', [{ model, group, ...DRAFTS }]);
  }
  // The state is Tryton's to say: nobody in this group makes an order that is agreed already.
  const state = await first('ir.model.field', [
    ['name', '=', 'state'],
    ['model.model', '=', 'sale.sale'],
  ]);
  await call('ir.model.field.access', 'create', [{ field: state, group, ...DRAFTS, perm_create: false }]);
  const company = await first('company.company', []);
  const user = { name: LOGIN, login: LOGIN, password: PASSWORD, groups: [['add', [group]]] };
  const id = idOf(await call('res.user', 'create', [user]));
  await call('res.user', 'write', [id], { companies: [['add', [company]]], company });
  return {
    login: LOGIN,
    password: PASSWORD,
    refusalOf: async (model, method, ...args) => {
      const url = `${address}shop/`;
      const logIn = { id: 0, method: 'common.db.login', params: [LOGIN, { password: PASSWORD }, 'en'] };
      const [userId, token] = Session.parse(await (await post(url, logIn)).json()).result;
      const session = Buffer.from(`${LOGIN}:${userId}:${token}`).toString('base64');
      const question = { id: 1, method: `model.${model}.${method}`, params: [...args, { company }] };
      const response = await post(url, question, { authorization: `Session ${session}` });
      if (!response.ok) return `status ${response.status}`;
      const { error } = Answer.parse(await response.json());
      return error === undefined || error === null ? null : JSON.stringify(error);
    },
  };
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
