/**
 * Every address of the staff: who opens it, and what it answers those. Everybody else of the staff, and every customer,
 * is refused. One of the tests compares this table with the route table: a new route without an entry fails.
 */
import type { StaffRole } from '#auth/permissions/roles.ts';

export type StaffRoute = {
  opens: readonly StaffRole[];
  /** What its page answers. */
  read: 200 | 302;
  /** What it answers an empty form; 405: it takes none. */
  form: 302 | 400 | 404 | 405 | 422;
};

const MANAGER = { opens: ['account-manager'] } as const;
const LOYALTY = { opens: ['loyalty'] } as const;
const ADMINISTRATOR = { opens: ['administrator'] } as const;
const DESK_AND_ADMINISTRATOR = { opens: ['account-manager', 'administrator'] } as const;
const READERS = { opens: ['administrator', 'auditor'] } as const;

export const STAFF_ROUTES: Readonly<Record<string, StaffRoute>> = {
  '/desk': { ...MANAGER, read: 200, form: 405 },
  '/desk/deputies': { ...MANAGER, read: 200, form: 400 },
  '/desk/customers/new': { ...MANAGER, read: 200, form: 422 },
  '/desk/customers/:accountId': { ...MANAGER, read: 200, form: 405 },
  '/desk/customers/:accountId/close': { ...DESK_AND_ADMINISTRATOR, read: 200, form: 422 },
  '/desk/customers/:accountId/people/new': { ...MANAGER, read: 200, form: 422 },
  '/desk/customers/:accountId/people/:holderId/role': { ...MANAGER, read: 200, form: 400 },
  '/desk/customers/:accountId/people/:holderId/address': { ...MANAGER, read: 200, form: 422 },
  '/desk/customers/:accountId/people/:holderId/remove': { ...MANAGER, read: 200, form: 422 },
  '/desk/customers/:accountId/issue-key': { ...MANAGER, read: 200, form: 400 },
  '/desk/customers/:accountId/agents/:agentId/revoke': { ...MANAGER, read: 200, form: 422 },
  '/desk/customers/:accountId/price-lists': { ...MANAGER, read: 302, form: 400 },
  '/desk/stock': { ...DESK_AND_ADMINISTRATOR, read: 200, form: 405 },
  '/desk/stock/receive': { ...DESK_AND_ADMINISTRATOR, read: 200, form: 422 },
  '/desk/stock/bulk-issue': { ...MANAGER, read: 200, form: 422 },
  '/desk/stock/bulk-issue/:proposalId': { ...MANAGER, read: 200, form: 404 },
  '/desk/stock/bulk-issue/:proposalId/papers': { ...MANAGER, read: 302, form: 400 },
  '/desk/stock/:keyId/write-off': { ...DESK_AND_ADMINISTRATOR, read: 200, form: 422 },
  '/desk/keys/reports': { ...MANAGER, read: 200, form: 405 },
  '/desk/keys/reports/export': { ...MANAGER, read: 200, form: 405 },
  '/desk/keys/:keyId': { ...DESK_AND_ADMINISTRATOR, read: 200, form: 405 },
  '/desk/keys/:keyId/new-link': { ...MANAGER, read: 200, form: 400 },
  '/desk/keys/:keyId/reset-pin': { ...MANAGER, read: 200, form: 422 },
  '/desk/keys/:keyId/unlock-pin': { ...MANAGER, read: 200, form: 422 },
  '/desk/keys/:keyId/new-computer': { ...MANAGER, read: 200, form: 400 },
  '/desk/keys/:keyId/secret': { ...MANAGER, read: 200, form: 422 },
  '/desk/keys/:keyId/hand-over-sheet': { ...MANAGER, read: 302, form: 404 },
  '/desk/keys/:keyId/claim-slip': { ...MANAGER, read: 302, form: 404 },
  '/desk/keys/:keyId/ship': { ...MANAGER, read: 200, form: 422 },
  '/desk/keys/:keyId/:change': { ...DESK_AND_ADMINISTRATOR, read: 200, form: 422 },
  '/desk/keys/:keyId/sessions/:sessionId/end': { ...DESK_AND_ADMINISTRATOR, read: 302, form: 302 },
  '/desk/requests': { ...MANAGER, read: 200, form: 405 },
  '/desk/requests/:requestId': { ...MANAGER, read: 200, form: 400 },
  '/desk/claims': { ...MANAGER, read: 200, form: 405 },
  '/desk/claims/:claimId': { ...MANAGER, read: 200, form: 400 },
  '/desk/ties': { ...MANAGER, read: 200, form: 405 },
  '/desk/ties/counterparties/:counterpartyId': { ...MANAGER, read: 200, form: 422 },
  '/desk/ties/:tieId/end': { ...MANAGER, read: 200, form: 422 },
  '/desk/ties/rows/:rowId/confirm': { ...MANAGER, read: 302, form: 302 },
  '/loyalty': { ...LOYALTY, read: 200, form: 405 },
  '/loyalty/new': { ...LOYALTY, read: 200, form: 422 },
  '/loyalty/:discountId': { ...LOYALTY, read: 200, form: 400 },
  '/admin': { ...ADMINISTRATOR, read: 200, form: 422 },
  '/admin/staff': { ...ADMINISTRATOR, read: 200, form: 422 },
  '/admin/staff/:holderId': { ...ADMINISTRATOR, read: 200, form: 400 },
  '/admin/keys/revoke': { ...ADMINISTRATOR, read: 200, form: 422 },
  '/admin/staff/:holderId/deputies': { ...ADMINISTRATOR, read: 200, form: 400 },
  '/admin/proposals': { ...ADMINISTRATOR, read: 200, form: 400 },
  '/admin/proposals/:proposalId': { ...ADMINISTRATOR, read: 200, form: 400 },
  '/admin/letters': { ...ADMINISTRATOR, read: 200, form: 405 },
  '/admin/policy': { ...ADMINISTRATOR, read: 200, form: 422 },
  '/admin/policy/models': { ...ADMINISTRATOR, read: 200, form: 422 },
  '/admin/sources': { ...ADMINISTRATOR, read: 200, form: 405 },
  '/admin/sources/exchange': { ...ADMINISTRATOR, read: 200, form: 400 },
  '/admin/sources/tracking': { ...ADMINISTRATOR, read: 200, form: 400 },
  '/admin/sources/:sourceId/orders': { ...ADMINISTRATOR, read: 200, form: 400 },
  '/admin/sources/connect': { ...ADMINISTRATOR, read: 200, form: 422 },
  '/admin/company': { ...ADMINISTRATOR, read: 200, form: 422 },
  '/audit': { ...READERS, read: 200, form: 405 },
  '/audit/policy': { ...READERS, read: 200, form: 405 },
  '/audit/export': { ...READERS, read: 200, form: 405 },
};
