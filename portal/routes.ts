import { index, layout, route } from '@react-router/dev/routes';
import type { RouteConfig } from '@react-router/dev/routes';

/** The whole site on one page, grouped by who may enter. Machine endpoints and ceremonies stand in http/express-app. */
export default [
  index('frame/index.route.ts'),

  // Everybody
  route('preferences', 'preferences/preferences.route.ts'),
  route('company/logo', 'company/company-logo.route.ts'),
  route('agent/download/:name', 'agent-packages/download.route.ts'),
  layout('login/plain-layout.route.tsx', [
    route('sign-in', 'login/sign-in.route.tsx'),
    route('locked', 'login/locked.route.tsx'),
    route('sign-in/number', 'login/number-sign-in.route.tsx'),
    route('sign-in/dongle', 'dongles/dongle-sign-in.route.tsx'),
    route('sign-in/no-answer', 'login/no-answer.route.tsx'),
    route('sign-in/unsupported', 'login/unsupported.route.tsx'),
    route('stop', 'login/stop.route.tsx'),
    route('agent', 'agent-packages/agent.route.tsx'),
    route('enrol', 'login/enrol.route.tsx'),
    route('enrol/key', 'login/enrol-key.route.tsx'),
    route('enrol/dongle', 'dongles/enrol-dongle.route.tsx'),
    route('enrol/computer', 'dongles/enrol-computer.route.tsx'),
  ]),
  route('sign-out', 'login/sign-out.route.ts'),
  route('lock', 'login/lock.route.ts'),

  // Everybody signed in
  layout('frame/session-layout.route.tsx', [
    route('my-key', 'my-key/my-key.route.tsx'),
    route('my-key/pin', 'my-key/change-pin.route.tsx'),
    route('my-key/address', 'my-key/change-address.route.tsx'),
    route('my-key/watch', 'dongles/watch-key.route.tsx'),
  ]),
  route('my-key/sessions/end-others', 'my-key/end-other-sessions.route.ts'),
  route('my-key/sessions/:sessionId/end', 'my-key/end-session.route.ts'),
  route('switch-account', 'accounts/switch-account.route.ts'),

  // Customers
  layout('frame/customer-layout.route.tsx', [
    route('home', 'home/home.route.tsx'),
    route('my-key/computers/new', 'my-key/add-computer.route.tsx'),
    route('my-key/computers/:agentId/remove', 'my-key/remove-computer.route.tsx'),
    route('orders', 'orders/orders.route.tsx'),
    route('orders/:orderId', 'orders/order.route.tsx'),
    route('requests', 'requests/requests.route.tsx'),
    route('requests/new', 'requests/new-request.route.tsx'),
    route('requests/:requestId', 'requests/request.route.tsx'),
    route('prices', 'prices/prices.route.tsx'),
    route('prices/:productId', 'prices/product-price.route.tsx'),
    route('discounts', 'discounts/discounts.route.tsx'),
    route('documents', 'documents/documents.route.tsx'),
    route('documents/:documentId/copy', 'documents/copy.route.tsx'),
    route('search', 'search/search.route.tsx'),
    route('people', 'people/people.route.tsx'),
  ]),
  route('orders/:orderId/again', 'requests/order-again.route.ts'),
  route('prices/export.csv', 'prices/export-prices.route.ts'),
  route('people/keys/:keyId/stop', 'people/stop-key.route.ts'),
  route('documents/:documentId', 'documents/document.route.ts'),

  // Staff
  layout('frame/staff-layout.route.tsx', [
    // Account manager
    route('desk', 'desk/customers.route.tsx'),
    route('desk/deputies', 'deputies/deputies.route.tsx'),
    route('desk/customers/new', 'accounts/open-account.route.tsx'),
    route('desk/customers/:accountId', 'desk/customer.route.tsx'),
    route('desk/customers/:accountId/close', 'desk/close-customer.route.tsx'),
    route('desk/customers/:accountId/people/new', 'desk/add-person.route.tsx'),
    route('desk/customers/:accountId/people/:holderId/role', 'desk/change-role.route.tsx'),
    route('desk/customers/:accountId/people/:holderId/address', 'desk/change-address.route.tsx'),
    route('desk/customers/:accountId/people/:holderId/remove', 'desk/remove-person.route.tsx'),
    route('desk/customers/:accountId/issue-key', 'desk/issue-key.route.tsx'),
    route('desk/customers/:accountId/agents/:agentId/revoke', 'desk/revoke-agent.route.tsx'),
    route('desk/stock', 'stock/stock.route.tsx'),
    route('desk/stock/receive', 'stock/receive-keys.route.tsx'),
    route('desk/stock/bulk-issue', 'stock/bulk/bulk-issue.route.tsx'),
    route('desk/stock/bulk-issue/:proposalId', 'stock/bulk/bulk-list.route.tsx'),
    route('desk/stock/:keyId/write-off', 'stock/write-off.route.tsx'),
    route('desk/keys/reports', 'key-reports/report.route.tsx'),
    route('desk/keys/:keyId', 'desk/key.route.tsx'),
    route('desk/keys/:keyId/new-link', 'desk/new-link.route.tsx'),
    route('desk/keys/:keyId/reset-pin', 'desk/reset-pin.route.tsx'),
    route('desk/keys/:keyId/unlock-pin', 'desk/unlock-pin.route.tsx'),
    route('desk/keys/:keyId/new-computer', 'desk/new-computer.route.tsx'),
    route('desk/keys/:keyId/secret', 'desk/dongle-secret.route.tsx'),
    route('desk/keys/:keyId/ship', 'desk/ship-key.route.tsx'),
    route('desk/keys/:keyId/:change', 'desk/change-key.route.tsx'),
    route('desk/requests', 'requests/desk-requests.route.tsx'),
    route('desk/requests/:requestId', 'requests/desk-request.route.tsx'),
    route('desk/ties', 'desk/ties.route.tsx'),
    route('desk/ties/counterparties/:counterpartyId', 'desk/confirm-tie.route.tsx'),
    route('desk/ties/:tieId/end', 'desk/end-tie.route.tsx'),

    // Loyalty officer
    route('loyalty', 'loyalty/discounts.route.tsx'),
    route('loyalty/new', 'loyalty/new-discount.route.tsx'),
    route('loyalty/:discountId', 'loyalty/discount.route.tsx'),

    // Administrator
    route('admin', 'admin/overview.route.tsx'),
    route('admin/staff', 'admin/staff.route.tsx'),
    route('admin/staff/:holderId', 'admin/staff-member.route.tsx'),
    route('admin/keys/revoke', 'admin/revoke-many/revoke-many.route.tsx'),
    route('admin/proposals', 'admin/proposals/proposals.route.tsx'),
    route('admin/proposals/:proposalId', 'admin/proposals/staff-proposal.route.tsx'),
    route('admin/staff/:holderId/deputies', 'deputies/staff-deputies.route.tsx'),
    route('admin/letters', 'admin/letters/letters.route.tsx'),
    route('admin/policy', 'admin/policy.route.tsx'),
    route('admin/policy/models', 'admin/models.route.tsx'),
    route('admin/sources', 'admin/sources.route.tsx'),
    route('admin/sources/exchange', 'admin/exchange.route.tsx'),
    route('admin/sources/tracking', 'admin/tracking/tracking.route.tsx'),
    route('admin/sources/connect', 'admin/connect-source.route.tsx'),
    route('admin/sources/:sourceId/orders', 'admin/outlet/outlet.route.tsx'),
    route('admin/company', 'admin/company.route.tsx'),

    // Auditor
    route('audit', 'audit/log.route.tsx'),
    route('audit/policy', 'audit/rules.route.tsx'),
  ]),

  route('audit/export', 'audit/audit-export.route.ts'),
  route('desk/keys/reports/export', 'key-reports/export-report.route.ts'),
  route('desk/stock/bulk-issue/:proposalId/papers', 'stock/bulk/bulk-papers.route.ts'),
  route('desk/keys/:keyId/hand-over-sheet', 'keys/hand-over-sheet.route.ts'),
  route('desk/keys/:keyId/claim-slip', 'keys/claim-slip.route.ts'),
  route('desk/keys/:keyId/sessions/:sessionId/end', 'desk/end-session.route.ts'),
  route('desk/customers/:accountId/price-lists', 'desk/price-lists.route.ts'),
  route('desk/ties/rows/:rowId/confirm', 'desk/confirm-row.route.ts'),

  route('*', 'http/not-found.route.ts'),
] satisfies RouteConfig;
