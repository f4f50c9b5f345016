/**
 * The table of trust (product.md): every address, with keys of every tier, for every role and for every class of data,
 * is opened or refused as the tables here say. They are written out, not asked of the code; a new address without a
 * line fails.
 */
import { expect } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import { CUSTOMER_ROLES, STAFF_ROLES } from '#auth/permissions/roles.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { DOCUMENT_DATA_CLASS, DOCUMENT_KINDS } from '#portal/documents/document.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test as portalTest } from '#test/support/portal-test.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { waysOf } from './answers.ts';
import { CUSTOMER_ROUTES } from './customer-routes.ts';
import { claimId, documentId, GOODS_IDS, orderId, requestId } from './party.ts';
import { STAFF_ROUTES } from './staff-routes.ts';
import { test } from './world-test.ts';
import { signIn } from './world.ts';
import type { Customer } from './world.ts';

const TIERS = [1, 2, 3, 4] as const;
type Tier = (typeof TIERS)[number];

const OPENED_BY_TIER: Readonly<Record<Tier, readonly DataClass[]>> = {
  1: ['status'],
  2: ['status', 'goods', 'list-price'],
  3: DATA_CLASSES,
  4: DATA_CLASSES,
};
const OPENED_BY_ROLE: Readonly<Record<CustomerRole, readonly DataClass[]>> = {
  receiver: ['status', 'goods'],
  viewer: ['status', 'goods'],
  buyer: ['status', 'goods', 'list-price', 'own-price'],
  accountant: DATA_CLASSES,
  owner: DATA_CLASSES,
};

/**
 * What an address of the customers shows at the least. Null: no fact of the account; `by-kind`: see the documents;
 * `owners`: whose it is by their role alone.
 */
const SHOWN: Readonly<Record<string, DataClass | null | 'by-kind' | 'owners'>> = {
  '/': null,
  '/my-key': null,
  '/my-key/pin': null,
  '/my-key/address': null,
  '/my-key/computers/new': null,
  '/my-key/computers/:agentId/remove': null,
  '/my-key/watch': null,
  '/my-key/sessions/end-others': null,
  '/my-key/sessions/:sessionId/end': null,
  '/switch-account': null,
  '/home': 'status',
  '/orders': 'status',
  '/orders/:orderId': 'status',
  '/orders/:orderId/again': null,
  '/requests': 'own-price',
  '/requests/new': null,
  '/requests/:requestId': 'own-price',
  '/claims': 'goods',
  '/claims/:claimId': 'goods',
  '/orders/:orderId/claim': null,
  '/search': 'status',
  '/documents': 'goods',
  '/documents/:documentId': 'by-kind',
  '/documents/:documentId/copy': null,
  '/prices': 'list-price',
  '/prices/:productId': 'list-price',
  '/prices/export.csv': 'list-price',
  '/discounts': 'own-price',
  '/people': 'owners',
  '/people/keys/:keyId/stop': null,
};

const SESSIONS = CUSTOMER_ROLES.flatMap((role) => TIERS.map((tier) => ({ role, tier })));

test('the table has every address of the customers, and no other', () => {
  const ofCustomers = Object.entries(CUSTOMER_ROUTES).filter(([, { openTo }]) => openTo === 'customers');
  expect(Object.keys(SHOWN).toSorted()).toEqual(ofCustomers.map(([pattern]) => pattern).toSorted());
});

test.for(SESSIONS)(
  'SES-12 a $role with a key of tier $tier opens exactly the pages that both may see',
  async ({ role, tier }, { world: { portal, db, quartz } }) => {
    const as = await signIn(db, quartz, { role, tier });
    const open = opened(role, tier);
    for (const [pattern, shown] of Object.entries(SHOWN)) {
      if (shown === null || shown === 'by-kind') continue;
      const isOpen = shown === 'owners' ? role === 'owner' : open.includes(shown);
      for (const path of waysOf(pathOf(pattern, quartz))) {
        const { status } = await portal.request(path, { as });
        expect([path, status]).toEqual([path, isOpen ? 200 : 403]);
      }
    }
    for (const kind of DOCUMENT_KINDS) {
      const path = `/documents/${documentId(quartz, kind)}`;
      const { status } = await portal.request(path, { as });
      expect([path, status]).toEqual([path, open.includes(DOCUMENT_DATA_CLASS[kind]) ? 200 : 404]);
    }
  },
);

test.for(SESSIONS)(
  'a page that is closed to a $role with a key of tier $tier says what is open and what would open more',
  async ({ role, tier }, { world: { portal, db, quartz } }) => {
    const as = await signIn(db, quartz, { role, tier });
    const open = opened(role, tier);
    for (const [pattern, shown] of Object.entries(SHOWN)) {
      if (shown === null || shown === 'by-kind' || shown === 'owners' || open.includes(shown)) continue;
      const path = pathOf(pattern, quartz);
      const cookies = { '__Host-brelok-locale': 'en' };
      const html = await (await portal.request(path, { as, cookies })).text();
      const anotherKeyOpensIt = OPENED_BY_ROLE[role].includes(shown);
      expect([path, html.includes('It opens: where an order is')]).toEqual([path, true]);
      expect([path, html.includes('Ask your account manager to exchange yours')]).toEqual([
        path,
        anotherKeyOpensIt,
      ]);
      expect([path, html.includes('No key opens it for your role')]).toEqual([path, !anotherKeyOpensIt]);
      expect(html).not.toMatch(/\btier\b/i);
    }
  },
);

portalTest.for(TIERS)(
  'ADM-01 whatever their role, staff with a key of tier %i open their side only if it proves everything',
  async (tier, { portal, db }) => {
    const customer = await signedInCustomer(db, { tier });
    for (const role of STAFF_ROLES) {
      const staff = await signedInStaff(db, role);
      await db.session.update({ where: { id: staff.sessionId }, data: { tier } });
      for (const { pattern, path } of allAddresses()) {
        const route = STAFF_ROUTES[pattern];
        if (route === undefined) continue;
        const mayOpen = tier === 4 && route.opens.some((one) => one === role);
        const { status } = await portal.request(path, { as: staff });
        expect([role, path, status === 403]).toEqual([role, path, !mayOpen]);
        expect([path, (await portal.request(path, { as: customer })).status]).toEqual([path, 403]);
      }
    }
  },
);

function opened(role: CustomerRole, tier: Tier): DataClass[] {
  return OPENED_BY_ROLE[role].filter((dataClass) => OPENED_BY_TIER[tier].includes(dataClass));
}

function pathOf(pattern: string, quartz: Customer): string {
  return pattern
    .replace(':orderId', orderId(quartz, 'open'))
    .replace(':productId', GOODS_IDS[0] ?? '')
    .replace(':requestId', requestId(quartz))
    .replace(':claimId', claimId(quartz))
    .replace(':documentId', documentId(quartz, 'invoice'));
}
