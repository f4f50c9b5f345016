/**
 * ADM-03 between managers: whatever one asks or sends about another one's customer, alone or mixed with customers of
 * their own, is answered as if it did not exist, as a page and as data; and no list, search or choice names it.
 */
import { peppersOf } from '#auth/tokens/peppers.ts';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { encodeCursor } from '#portal/lib/paging.ts';
import type { Db } from '#prisma/client.ts';
import {
  aDesk,
  aHeldClaim,
  aHeldRequest,
  anAgentOf,
  anUntiedCounterparty,
  aSessionOf,
  sourceFactsOf,
} from '#test/support/desk-builders.ts';
import { aBulkList } from '#test/support/four-eyes.ts';
import { test } from '#test/support/portal-test.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { aServerPin } from '#test/support/u2f.ts';
import { ask, differenceOf, pageDataOf, saidBy, waysOf, withoutWords } from './answers.ts';
import { rowsOfAccount } from './rows-of.ts';

const ROUTES = allAddresses().filter(({ pattern }) => pattern.startsWith('/desk'));
/** What lies in stock is nobody's yet. */
const ABOUT_SOMETHING = ROUTES.filter(
  ({ pattern }) => pattern.includes(':') && !pattern.startsWith('/desk/stock/:keyId/'),
);

/** What a customer has, by the names of parameters of addresses and of fields of forms. */
type Things = Record<(typeof THINGS)[number], string>;
const THINGS = [
  'accountId',
  'holderId',
  'keyId',
  'waitingKeyId',
  'sessionId',
  'tieId',
  'agentId',
  'counterpartyId',
  'rowId',
  'proposalId',
  'requestId',
  'claimId',
] as const;

/** Forms whose fields name something; the others say nothing but a reason. */
const NAMED_IN_FORM: Readonly<Record<string, (things: Things) => Record<string, string>>> = {
  '/desk/customers/:accountId/people/new': ({ holderId }) => ({ intent: 'join', holderId, role: 'owner' }),
  '/desk/customers/:accountId/issue-key': ({ holderId }) => ({ person: holderId, label: 'Red' }),
  '/desk/ties/counterparties/:counterpartyId': ({ accountId }) => ({ accountId, ...IDENTITY }),
  '/desk/ties/rows/:rowId/confirm': ({ counterpartyId }) => ({ seenCounterpartyId: counterpartyId }),
};
const IDENTITY = { taxId: '7700000000', legalName: 'Demo company' };

type Cast = {
  as: string;
  own: Things;
  foreign: Things;
  absent: Things;
  account: { id: string; name: string };
};

/** A manager with a customer, and another manager's customer whose every name has the word zircon. */
async function aCast(portal: TestPortal, db: Db): Promise<Cast> {
  const at = new Date();
  portal.services.now = () => at;
  portal.services.auth.now = () => at;
  const [mine, theirs] = [
    await aDesk(db),
    await aDesk(db, { accountName: 'Zircon', personName: 'Zircon P.' }),
  ];
  const [own, foreign] = [await thingsOf(db, mine), await thingsOf(db, theirs)];
  await db.key.updateMany({ where: { accountId: foreign.accountId }, data: { label: 'Zircon key' } });
  await db.counterparty.updateMany({
    where: { OR: [{ accountId: foreign.accountId }, { id: foreign.counterpartyId }] },
    data: { name: 'Zircon Works' },
  });
  const absent = Object.fromEntries(THINGS.map((name) => [name, randomUUID()])) as Things; // all of them
  return { as: mine.manager.token, own, foreign, absent, account: theirs.account };
}

async function thingsOf(db: Db, desk: Awaited<ReturnType<typeof aDesk>>): Promise<Things> {
  const { manager, account, person } = desk;
  const facts = await sourceFactsOf(db, desk);
  await aServerPin(db, { keyId: desk.keyId, peppers: peppersOf([new Uint8Array(32)]) });
  const waiting = await aDesk(db, { status: 'assigned', accountName: account.name, personName: person.name });
  await db.customerAccount.update({
    where: { id: waiting.account.id },
    data: { accountManagerId: manager.holderId },
  });
  return {
    accountId: account.id,
    holderId: person.id,
    keyId: desk.keyId,
    waitingKeyId: waiting.keyId,
    sessionId: (await aSessionOf(db, desk)).id,
    tieId: facts.tieId,
    agentId: (await anAgentOf(db, desk)).id,
    counterpartyId: facts.waitingCounterpartyId,
    rowId: facts.movedRowId,
    proposalId: await aBulkList(db, desk),
    requestId: (await aHeldRequest(db, desk)).id,
    claimId: (await aHeldClaim(db, desk)).id,
  };
}

test('the desk opens to its own manager what the tests below ask about', async ({ portal, db }) => {
  const { as, own } = await aCast(portal, db);
  for (const { pattern } of ABOUT_SOMETHING) {
    const { status } = await ask(
      portal,
      pathOf(pattern, () => own),
      { as },
    );
    expect([pattern, [200, 302].includes(status)]).toEqual([pattern, true]);
  }
});

test.for(ABOUT_SOMETHING)(
  'ADM-03 $pattern answers about another manager’s customer as about nobody',
  async ({ pattern, file }, { portal, db }) => {
    const { as, own, foreign, absent } = await aCast(portal, db);
    const readsOf = (others: Things) =>
      someOf(parametersOf(pattern))
        .map((names) => pathOf(pattern, (name) => (names.includes(name) ? others : own)))
        .flatMap((path) => [...waysOf(path), pageDataOf(path, file)])
        .map((path) => ({ path, call: { as } }));
    const words = [...Object.values(foreign), ...Object.values(absent)];
    expect(
      await differencesIn(portal, { theirs: readsOf(foreign), nobodys: readsOf(absent), words }),
    ).toEqual([]);
  },
);

test.for(ABOUT_SOMETHING)(
  'ADM-03 $pattern takes a form about another manager’s customer as one about nobody, and changes nothing of theirs',
  async ({ pattern }, { portal, db }) => {
    const { as, own, foreign, absent } = await aCast(portal, db);
    const before = await rowsOfAccount(db, foreign.accountId);
    const formsOf = (others: Things) =>
      waysToName(pattern).flatMap(({ inPath, isInForm }) => {
        const path = pathOf(pattern, (name) => (inPath.includes(name) ? others : own));
        const named = NAMED_IN_FORM[pattern]?.(isInForm ? others : own) ?? {};
        const form = { reason: 'because', revokesKeys: 'yes', role: 'owner', intent: 'open', ...named };
        return waysOf(path).map((way) => ({ path: way, call: { as, form } }));
      });
    const words = [...Object.values(foreign), ...Object.values(absent)];
    expect(
      await differencesIn(portal, { theirs: formsOf(foreign), nobodys: formsOf(absent), words }),
    ).toEqual([]);
    expect(await rowsOfAccount(db, foreign.accountId)).toEqual(before);
  },
);

test('ADM-03 no list, search or choice of a manager names another one’s customer', async ({ portal, db }) => {
  const { as, own, foreign } = await aCast(portal, db);
  const { sourceId } = await db.accountTie.findFirstOrThrow({ where: { accountId: foreign.accountId } });
  const untied = await anUntiedCounterparty(db, sourceId, { name: 'Newcomer', taxId: IDENTITY.taxId });
  const ownThings = { ...own, counterpartyId: untied.id };
  const after = encodeCursor({ sortKey: 'A', id: foreign.accountId });
  const paths = [
    ...ROUTES.map(({ pattern }) => pathOf(pattern, () => ownThings)),
    '/desk?q=zirco',
    '/desk?q=7700000000',
    `/desk?after=${after}`,
    '/desk/ties?after=0',
    `/desk/customers/${own.accountId}/people/new?q=zirco`,
  ];
  for (const path of paths) {
    for (const way of waysOf(path)) {
      const said = saidBy(await ask(portal, way, { as }));
      expect([way, said.toLowerCase().includes('zircon')]).toEqual([way, false]);
      expect([way, THINGS.filter((name) => said.includes(foreign[name]))]).toEqual([way, []]);
    }
  }
  expect(await portal.page('/desk', { as })).toContain('Works LLC');
});

test('ADM-03 the form by which another manager asked for a link is nobody’s', async ({ portal, db }) => {
  const { as, own, foreign, absent } = await aCast(portal, db);
  const [asked, unasked] = [randomUUID(), randomUUID()];
  await db.invitation.create({ data: anInvitation(foreign.waitingKeyId, asked) });
  const readsOf = (request: string) =>
    [`/desk/customers/${own.accountId}/issue-key`, `/desk/keys/${own.waitingKeyId}/new-link`]
      .flatMap((path) => waysOf(`${path}?request=${request}`))
      .map((path) => ({ path, call: { as } }));
  const words = [asked, unasked, ...Object.values(absent)];
  expect(await differencesIn(portal, { theirs: readsOf(asked), nobodys: readsOf(unasked), words })).toEqual(
    [],
  );
});

function anInvitation(keyId: string, requestId: string) {
  const at = new Date();
  const secrets = { tokenHash: requestId, claimCodeHash: '', claimTriesLeft: 5, opensLeft: 5 };
  return { keyId, requestId, ...secrets, createdAt: at, expiresAt: new Date(at.getTime() + 86_400_000) };
}

/** The address with each parameter taken from whom `whose` says. */
function pathOf(pattern: string, whose: (name: string) => Things): string {
  return pattern.replaceAll(/:(\w+)/g, (_, name: string) => {
    if (name === 'change') return 'revoke';
    const thing = THINGS.find((one) => one === (pattern.endsWith('/new-link') ? 'waitingKeyId' : name));
    if (thing === undefined) throw new Error(`nothing stands for :${name}`);
    return whose(name)[thing];
  });
}

function parametersOf(pattern: string): string[] {
  return (pattern.match(/(?<=:)\w+/g) ?? []).filter((name) => name !== 'change');
}

/** All choices of at least one of the names: `a`, `b`, `a and b`. */
function someOf(names: readonly string[]): string[][] {
  const [first, ...rest] = names;
  if (first === undefined) return [];
  const ofRest = someOf(rest);
  return [[first], ...ofRest, ...ofRest.map((some) => [first, ...some])];
}

/** A form may name what is not the manager's in its address, in its fields, or in both. */
function waysToName(pattern: string): { inPath: string[]; isInForm: boolean }[] {
  const inPath = someOf(parametersOf(pattern));
  const withOwnForm = inPath.map((names) => ({ inPath: names, isInForm: false }));
  if (!(pattern in NAMED_IN_FORM)) return withOwnForm;
  return [...withOwnForm, ...[[], ...inPath].map((names) => ({ inPath: names, isInForm: true }))];
}

type Asking = { path: string; call: Call };
type Compared = { theirs: readonly Asking[]; nobodys: readonly Asking[]; words: readonly string[] };

async function differencesIn(portal: TestPortal, { theirs, nobodys, words }: Compared): Promise<string[]> {
  const differences: string[] = [];
  expect(theirs.length).toBe(nobodys.length);
  expect(theirs.length).toBeGreaterThan(0);
  for (const [index, { path, call }] of theirs.entries()) {
    const nobody = nobodys[index] ?? { path: '', call };
    const about = withoutWords(await ask(portal, path, call), words);
    const difference = differenceOf(about, withoutWords(await ask(portal, nobody.path, nobody.call), words));
    if (difference !== null) differences.push(difference);
  }
  return differences;
}
