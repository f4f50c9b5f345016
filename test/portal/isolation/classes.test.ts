/**
 * No byte that a session gets tells a fact of a class that it does not open: pages, data, searches, exports, lists of
 * documents and what is printed on them, in both languages, for every role with every key. Amounts and words that stand
 * for a class (canaries.ts) tell; each of them must also be seen by somebody, so that not seeing them proves something.
 */
import { expect } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import { CUSTOMER_ROLES } from '#auth/permissions/roles.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { DOCUMENT_DATA_CLASS, DOCUMENT_KINDS } from '#portal/documents/document.ts';
import type { SignedIn } from '#test/support/builders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { ask, differenceOf, pageDataOf, saidBy, waysOf, withoutWords } from './answers.ts';
import type { Answer } from './answers.ts';
import { canariesIn, canaryWord, OPEN_LIST_CANARY } from './canaries.ts';
import { allReads } from './customer-routes.ts';
import { documentId, documentNumber, documentTitle, invoiceNumber, markOf } from './party.ts';
import type { Party } from './party.ts';
import { test } from './world-test.ts';
import { ABSENT, carryDiscount, signIn } from './world.ts';
import type { Customer, Tier } from './world.ts';

/** What each key opens, as product.md and the rules of a new installation have it; written out, not asked of the code. */
const CLASSES_OF_TIER: Readonly<Record<Tier, readonly DataClass[]>> = {
  1: ['status'],
  2: ['status', 'goods', 'list-price'],
  3: DATA_CLASSES,
  4: DATA_CLASSES,
};
const CLASSES_OF_ROLE: Readonly<Record<CustomerRole, readonly DataClass[]>> = {
  receiver: ['status', 'goods'],
  viewer: ['status', 'goods'],
  buyer: ['status', 'goods', 'list-price', 'own-price'],
  accountant: DATA_CLASSES,
  owner: DATA_CLASSES,
};
const SESSIONS: readonly { role: CustomerRole; tier: Tier }[] = [
  ...CUSTOMER_ROLES.flatMap((role) => ([4, 2] as const).map((tier) => ({ role, tier }))),
  { role: 'owner', tier: 3 },
  { role: 'owner', tier: 1 },
];

/** Where a session that opens the class must be told facts of it. */
const TOLD_ON: Readonly<Partial<Record<DataClass, readonly string[]>>> = {
  goods: ['/home', '/orders/:orderId', '/documents', '/documents/:documentId', '/search'],
  'list-price': ['/home', '/orders/:orderId', '/prices', '/prices/:productId', '/prices/export.csv'],
  'own-price': [
    '/home',
    '/orders',
    '/orders/:orderId',
    '/prices',
    '/prices/:productId',
    '/prices/export.csv',
    '/discounts',
    '/documents',
    '/documents/:documentId',
    '/search',
  ],
  money: ['/home', '/orders/:orderId', '/documents', '/documents/:documentId', '/search'],
};

test.for(SESSIONS)(
  'a $role with a key of tier $tier is told facts of the open classes and of no other',
  async ({ role, tier }, { world: { portal, db, quartz } }) => {
    const person = await signIn(db, quartz, { role, tier });
    await carryDiscount(db, quartz, person.keyId);
    const open = classesOf(role, tier);

    const told = await factsTold(portal, quartz, person);

    expect(told.filter(({ dataClass }) => !open.includes(dataClass))).toEqual([]);
    const untold = open.flatMap((dataClass) => {
      const patterns = new Set(
        told.filter((fact) => fact.dataClass === dataClass).map(({ pattern }) => pattern),
      );
      return (TOLD_ON[dataClass] ?? [])
        .filter((pattern) => !patterns.has(pattern))
        .map((pattern) => `${dataClass} on ${pattern}`);
    });
    expect(untold).toEqual([]);
  },
);

test('an owner with the best key is told every fact that the others must not know', async ({
  world: { portal, db, quartz },
}) => {
  const owner = await signIn(db, quartz);
  await carryDiscount(db, quartz, owner.keyId);
  const told = new Set((await factsTold(portal, quartz, owner)).map(({ name }) => name));
  const untold = [...quartz.canaries, OPEN_LIST_CANARY].filter(({ name }) => !told.has(name));
  expect(untold.map(({ name }) => name)).toEqual([]);
});

test.for(SESSIONS)(
  'a $role with a key of tier $tier finds nothing by what a closed class says, and opens none of its documents',
  async ({ role, tier }, { world: { portal, db, quartz } }) => {
    const as = await signIn(db, quartz, { role, tier });
    const open = classesOf(role, tier);
    const closed = DATA_CLASSES.filter((dataClass) => !open.includes(dataClass));
    const asked = (party: Party) =>
      closed.flatMap((dataClass) => [...searchesOf(party, dataClass), ...documentsOf(party, dataClass)]);
    const words = [quartz, ABSENT].flatMap((party) => [
      ...closed.flatMap((dataClass) => wordsOf(party, dataClass)),
      ...DOCUMENT_KINDS.map((kind) => documentId(party, kind)),
    ]);
    const differences: string[] = [];
    for (const [index, path] of asked(quartz).entries()) {
      const [about, aboutNothing] = await Promise.all(
        [path, asked(ABSENT)[index] ?? ''].map(async (one) =>
          withoutWords(await ask(portal, one, { as }), words),
        ),
      );
      const difference = about && aboutNothing && differenceOf(about, aboutNothing);
      if (difference !== null) differences.push(`${path}: ${difference}`);
    }
    expect(differences).toEqual([]);
    for (const kind of DOCUMENT_KINDS) {
      const { status } = await portal.request(`/documents/${documentId(quartz, kind)}`, { as });
      expect([kind, status]).toEqual([kind, open.includes(DOCUMENT_DATA_CLASS[kind]) ? 200 : 404]);
    }
  },
);

function classesOf(role: CustomerRole, tier: Tier): DataClass[] {
  return CLASSES_OF_ROLE[role].filter((dataClass) => CLASSES_OF_TIER[tier].includes(dataClass));
}

type Fact = { pattern: string; path: string; name: string; dataClass: DataClass };

/** Asks every address about the customer, in both languages, and says which canaries the answers hold. */
async function factsTold(portal: TestPortal, customer: Customer, person: SignedIn): Promise<Fact[]> {
  const canaries = [...customer.canaries, OPEN_LIST_CANARY];
  const facts: Fact[] = [];
  for (const { pattern, path, file } of allReads({
    ...customer,
    sessionId: person.sessionId,
    keyId: person.keyId,
  })) {
    // What was typed comes back. One search stands for all here, the test below asks for what is closed.
    if (path.includes('q=') && !path.endsWith(`q=${customer.word}`)) continue;
    for (const answer of await inEveryWay(portal, { path, file, person })) {
      facts.push(
        ...canariesIn(saidBy(answer), canaries).map(({ name, dataClass }) => ({
          pattern,
          path: answer.path,
          name,
          dataClass,
        })),
      );
    }
  }
  return facts;
}

type Asked = { path: string; file: string; person: SignedIn };

async function inEveryWay(portal: TestPortal, { path, file, person }: Asked): Promise<Answer[]> {
  const ways = [...waysOf(path), pageDataOf(path, file)].map((way) => ask(portal, way, { as: person }));
  const inEnglish = ask(portal, path, { as: person, cookies: { '__Host-brelok-locale': 'en' } });
  return Promise.all([...ways, inEnglish]);
}

/** What somebody who has heard of a fact of the class would search for. */
function wordsOf(party: Party, dataClass: DataClass): string[] {
  const { ownPrice, listPrice, money, percent } = party.amounts;
  switch (dataClass) {
    case 'status':
      return [];
    case 'goods':
      return [
        canaryWord('goods', party.word),
        `SKU-${markOf(party, 'order-line')}`,
        documentNumber(party, 'delivery-note'),
      ];
    case 'list-price':
      return amountsAsTyped(listPrice.line);
    case 'own-price':
      return [
        documentTitle(party, 'invoice'),
        canaryWord('own-price', party.word),
        documentNumber(party, 'contract'),
        invoiceNumber(party),
        ...[ownPrice.contract, ownPrice.orderGross, percent].flatMap(amountsAsTyped),
      ];
    case 'money':
      return [
        documentTitle(party, 'reconciliation'),
        canaryWord('money', party.word),
        documentNumber(party, 'reconciliation'),
        ...[money.opening, money.invoiceResidual].flatMap(amountsAsTyped),
      ];
  }
}

function amountsAsTyped(decimal: string): string[] {
  return [decimal, decimal.replace('.', ','), decimal.replace('.', '')];
}

function searchesOf(party: Party, dataClass: DataClass): string[] {
  return wordsOf(party, dataClass).flatMap((word) =>
    ['/search', '/orders', '/documents', '/prices', '/prices/export.csv'].map(
      (path) => `${path}?q=${encodeURIComponent(word)}`,
    ),
  );
}

function documentsOf(party: Party, dataClass: DataClass): string[] {
  const kinds = DOCUMENT_KINDS.filter((kind) => DOCUMENT_DATA_CLASS[kind] === dataClass);
  return kinds.map((kind) => `/documents/${documentId(party, kind)}`);
}
