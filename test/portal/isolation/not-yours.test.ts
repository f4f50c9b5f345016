/**
 * Not yours and not there answer alike: whatever a customer asks about another one, by id, by number, by cursor or by
 * form, is answered as if the other one did not exist. On every address of the route table, as a page and as data.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { ask, differenceOf, pageDataOf, saidBy, waysOf, withoutWords } from './answers.ts';
import type { Answer } from './answers.ts';
import { canariesIn } from './canaries.ts';
import { CUSTOMER_ROUTES, wordsAsked } from './customer-routes.ts';
import type { Asked } from './customer-routes.ts';
import { isNamedIn } from './party.ts';
import { idsOfAccount, rowsOfAccount } from './rows-of.ts';
import { test as withWorld } from './world-test.ts';
import { ABSENT, carryDiscount, signIn } from './world.ts';

const STAFF = /^\/(desk|loyalty|admin|audit)(\/|$)/;
const ROUTES = allAddresses().filter(({ pattern }) => !STAFF.test(pattern));

/** Nobody. */
const absent: Asked = { ...ABSENT, accountId: randomUUID(), sessionId: randomUUID(), keyId: randomUUID() };

/** Somebody of quartz, who asks; zircon, who is asked about; somebody of zircon. Each key carries a discount. */
const test = withWorld.extend<{ cast: Cast }>({
  cast: [
    async ({ world }, use) => {
      const { db, quartz, zircon } = world;
      const [stranger, owner] = [await signIn(db, quartz), await signIn(db, zircon)];
      await carryDiscount(db, quartz, stranger.keyId);
      await carryDiscount(db, zircon, owner.keyId);
      await use({
        stranger: { ...quartz, ...stranger },
        zircon: { ...zircon, ...owner },
      });
    },
    { scope: 'file' },
  ],
});

type Cast = { stranger: Asked & { token: string }; zircon: Asked & { token: string } };

test('the table has every address that is not the staff’s, and no other', () => {
  const patterns = ROUTES.map(({ pattern }) => pattern);
  expect(Object.keys(CUSTOMER_ROUTES).toSorted()).toEqual(patterns.toSorted());
});

test('each page answers its own customer with their own facts, so that what follows is no empty proof', async ({
  world: { portal },
  cast: { zircon },
}) => {
  for (const [pattern, { reads, showsFacts }] of Object.entries(CUSTOMER_ROUTES)) {
    const texts = [];
    for (const path of reads(zircon)) texts.push(saidBy(await ask(portal, path, { as: zircon })));
    const isShown = texts.some(
      (text) => isNamedIn(zircon, text) || canariesIn(text, zircon.canaries).length > 0,
    );
    if (showsFacts) expect([pattern, isShown]).toEqual([pattern, true]);
  }
});

test.for(ROUTES)(
  '$pattern answers about another customer as about nobody',
  async ({ pattern, file }, { world, cast }) => {
    const readsOf = (party: Asked) =>
      readsAbout(party, pattern)
        .flatMap((path) => [...waysOf(path), pageDataOf(path, file)])
        .map((path) => ({ path, call: { as: cast.stranger } }));
    expect(
      await differencesIn(world.portal, {
        theirs: readsOf(cast.zircon),
        nobodys: readsOf(absent),
        words: wordsOf(cast.zircon),
      }),
    ).toEqual([]);
  },
);

test.for(ROUTES)(
  '$pattern takes a form about another customer as one about nobody, and changes nothing of theirs',
  async ({ pattern }, { world, cast: { stranger, zircon } }) => {
    const before = await rowsOfAccount(world.db, zircon.accountId);
    const formsOf = async (party: Asked) => {
      const form = CUSTOMER_ROUTES[pattern]?.form?.(party) ?? { any: 'thing' };
      const paths = readsAbout(party, pattern).flatMap(waysOf);
      // A form may end its person's sessions, so each has its own.
      return Promise.all(
        paths.map(async (path) => ({
          path,
          call: { as: await signIn(world.db, stranger), form },
        })),
      );
    };
    expect(
      await differencesIn(world.portal, {
        theirs: await formsOf(zircon),
        nobodys: await formsOf(absent),
        words: wordsOf(zircon),
      }),
    ).toEqual([]);
    expect(await rowsOfAccount(world.db, zircon.accountId)).toEqual(before);
  },
);

test('no list, search, export or data of one customer holds an id, number, name or amount of another', async ({
  world: { portal, db },
  cast: { stranger, zircon },
}) => {
  const ids = await idsOfAccount(db, zircon.accountId);
  expect(ids.length).toBeGreaterThan(50);
  for (const { pattern, file } of ROUTES) {
    for (const path of CUSTOMER_ROUTES[pattern]?.reads(stranger) ?? []) {
      for (const way of [...waysOf(path), pageDataOf(path, file)]) {
        const said = saidBy(await ask(portal, way, { as: stranger }));
        expect([way, ids.filter((id) => said.includes(id))]).toEqual([way, []]);
        expect([way, isNamedIn(zircon, said)]).toEqual([way, false]);
        const amounts = canariesIn(said, zircon.canaries).map(({ name }) => name);
        expect([way, amounts]).toEqual([way, []]);
      }
    }
  }
});

function readsAbout(party: Asked, pattern: string): string[] {
  return CUSTOMER_ROUTES[pattern]?.reads(party) ?? [];
}

/** What an answer may repeat of what it was asked. */
function wordsOf(zircon: Asked): string[] {
  return [...wordsAsked(zircon), ...wordsAsked(absent)];
}

type Asking = { path: string; call: Call };

/** How the answers about another customer differ from those about nobody, but for what was asked itself. */
async function differencesIn(
  portal: TestPortal,
  {
    words,
    theirs,
    nobodys,
  }: { words: readonly string[]; theirs: readonly Asking[]; nobodys: readonly Asking[] },
): Promise<string[]> {
  const answers = async (asked: readonly Asking[]) => {
    const told: Answer[] = [];
    for (const { path, call } of asked) told.push(withoutWords(await ask(portal, path, call), words));
    return told;
  };
  const [about, aboutNobody] = [await answers(theirs), await answers(nobodys)];
  expect(about.length).toBe(aboutNobody.length);
  return about.flatMap((answer, index) => {
    const other = aboutNobody[index];
    return (other && differenceOf(answer, other)) ?? [];
  });
}
