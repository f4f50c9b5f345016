/**
 * Which forms a key must confirm, all on one page (SES-13, ADM-01): the address, the form's intent where it has several,
 * the action, and which part of the address names the object. Deciding who may do it is `can`'s; this only asks for
 * the touch. Stopping somebody's session needs none: it takes nothing but access.
 */
import { matchPath } from 'react-router';
import type { Action } from '#auth/permissions/can.ts';
import type { Deed } from '#auth/step-up/deed.ts';
import { PROOF_FIELDS } from './proof-fields.ts';

type DeedRule = {
  path: string;
  /** By the form's `intent`; `any` for a form without. An intent that is not here asks for no touch. */
  actions: Readonly<Record<string, Action>>;
  object: string | null;
};

export const DEED_RULES: readonly DeedRule[] = [
  rule('/desk/deputies', 'deputy:name', null),
  rule('/desk/customers/new', 'account:open', null),
  rule('/desk/customers/:accountId/close', 'account:close', 'accountId'),
  rule('/desk/customers/:accountId/people/new', 'people:manage', 'accountId'),
  rule('/desk/customers/:accountId/people/:holderId/role', 'people:manage', 'holderId'),
  rule('/desk/customers/:accountId/people/:holderId/address', 'people:manage', 'holderId'),
  rule('/my-key/address', 'own-address:change', null),
  rule('/my-key/computers/new', 'own-computer:add', null),
  { path: '/requests/:requestId', actions: { sign: 'order:request' }, object: 'requestId' },
  rule('/desk/customers/:accountId/people/:holderId/remove', 'people:manage', 'holderId'),
  rule('/desk/customers/:accountId/issue-key', 'key:issue', 'accountId'),
  rule('/desk/keys/:keyId/new-link', 'key:issue', 'keyId'),
  rule('/desk/keys/:keyId/secret', 'key:issue', 'keyId'),
  rule('/desk/keys/:keyId/new-computer', 'key:issue', 'keyId'),
  rule('/desk/customers/:accountId/agents/:agentId/revoke', 'key:revoke', 'agentId'),
  rule('/desk/keys/:keyId/suspend', 'key:suspend', 'keyId'),
  rule('/desk/keys/:keyId/resume', 'key:resume', 'keyId'),
  rule('/desk/keys/:keyId/ship', 'key:ship', 'keyId'),
  rule('/desk/keys/:keyId/report-lost', 'key:report-lost', 'keyId'),
  rule('/desk/keys/:keyId/revoke', 'key:revoke', 'keyId'),
  rule('/desk/keys/:keyId/destroy', 'key:destroy', 'keyId'),
  rule('/desk/keys/:keyId/reset-pin', 'key:reset-pin', 'keyId'),
  rule('/desk/keys/:keyId/unlock-pin', 'key:unlock-pin', 'keyId'),
  { path: '/desk/stock/bulk-issue', actions: { ask: 'key:issue' }, object: null },
  rule('/desk/stock/bulk-issue/:proposalId', 'key:issue', 'proposalId'),
  rule('/desk/stock/:keyId/write-off', 'key:write-off', 'keyId'),
  { path: '/desk/stock/receive', actions: { store: 'key:receive' }, object: null },
  rule('/desk/ties/counterparties/:counterpartyId', 'tie:confirm', 'counterpartyId'),
  rule('/desk/ties/:tieId/end', 'tie:confirm', 'tieId'),
  rule('/desk/ties/rows/:rowId/confirm', 'tie:confirm', 'rowId'),
  rule('/desk/customers/:accountId/price-lists', 'price-list:assign', 'accountId'),
  {
    // A draft gives nobody anything, so that writing one asks for no touch.
    path: '/loyalty/:discountId',
    actions: {
      activate: 'discount:manage',
      end: 'discount:manage',
      tie: 'discount:tie',
      untie: 'discount:tie',
    },
    object: 'discountId',
  },
  rule('/desk/requests/:requestId', 'order-request:settle', 'requestId'),
  rule('/desk/claims/:claimId', 'claim:settle', 'claimId'),
  rule('/people', 'proposal:decide', null),
  rule('/admin/proposals', 'proposal:decide', null),
  rule('/admin/proposals/:proposalId', 'proposal:decide', 'proposalId'),
  rule('/admin', 'alarm:settle', null),
  { path: '/admin/keys/revoke', actions: { ask: 'key:revoke-many' }, object: null },
  rule('/admin/staff', 'staff:manage', null),
  rule('/admin/staff/:holderId', 'staff:manage', 'holderId'),
  rule('/admin/sources/exchange', 'import:manage', null),
  rule('/admin/staff/:holderId/deputies', 'deputy:name', 'holderId'),
  rule('/admin/policy', 'policy:change', null),
  {
    path: '/admin/policy/models',
    actions: { save: 'policy:change', remove: 'policy:change' },
    object: null,
  },
  {
    path: '/admin/sources/connect',
    actions: { save: 'import:manage', begin: 'import:manage' },
    object: null,
  },
  {
    // A test only asks.
    path: '/admin/sources/tracking',
    actions: {
      cdek: 'import:manage',
      inbox: 'import:manage',
      rotate: 'import:manage',
      renew: 'import:manage',
      close: 'import:manage',
    },
    object: null,
  },
  {
    path: '/admin/sources/:sourceId/orders',
    actions: { save: 'import:manage', close: 'import:manage' },
    object: 'sourceId',
  },
];

/**
 * The deed that a form asks for.
 * @param pathname of the address that the form is sent to
 * @param entries its fields, the button that was pressed included
 * @returns null where no touch is needed
 */
export function deedOf(pathname: string, entries: readonly (readonly [string, string])[]): Deed | null {
  const content = entries.filter(([name]) => name !== PROOF_FIELDS.state && name !== PROOF_FIELDS.response);
  const intent = content.find(([name]) => name === 'intent')?.[1];
  for (const { path, actions, object } of DEED_RULES) {
    const match = matchPath(path, pathname);
    if (match === null) continue;
    const action = actions['any'] ?? actions[intent ?? ''];
    if (action === undefined) return null;
    return { action, object: object === null ? '' : (match.params[object] ?? ''), content };
  }
  return null;
}

function rule(path: string, action: Action, object: string | null): DeedRule {
  return { path, actions: { any: action }, object };
}
