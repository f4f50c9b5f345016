/**
 * A row that is gone, in quarantine, nobody's or another customer's is shown nowhere: for each kind that belongs to a
 * customer, all its rows are brought into that state, and then every address is asked, searches included.
 */
import { expect } from 'vitest';
import { OWNED_KINDS } from '#portal/connectors/engine/read-model/ownership.ts';
import { readTable } from '#portal/connectors/engine/read-model/table.server.ts';
import type { Table } from '#portal/connectors/engine/read-model/table.server.ts';
import type { EntityKind } from '#portal/connectors/port.ts';
import type { Db } from '#prisma/client.ts';
import type { SignedIn } from '#test/support/builders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { ask, saidBy, waysOf } from './answers.ts';
import { allReads } from './customer-routes.ts';
import { HIDDEN_WORD, isNamedIn, markOf } from './party.ts';
import type { Party } from './party.ts';
import { test } from './world-test.ts';
import { NOW, signIn } from './world.ts';
import type { Customer } from './world.ts';

/** Kinds that some page shows. The rest of what customers own is on no page yet, and must not be there by accident. */
const SHOWN: readonly EntityKind[] = [
  'source-discount',
  'order',
  'order-line',
  'invoice',
  'shipment',
  'shipment-line',
  'tracking-event',
  'goods-return',
  'document',
];

const STATES: Readonly<Record<string, (zircon: Customer) => Record<string, unknown>>> = {
  'gone from their source': () => ({ deletedAt: NOW }),
  'in quarantine': () => ({ quarantinedAt: NOW }),
  'nobody’s': () => ({ accountId: null }),
  'another customer’s': ({ accountId }) => ({ accountId }),
};

const CASES = SHOWN.flatMap((kind) => Object.keys(STATES).map((state) => ({ kind, state })));

test('rows of shown kinds stand on the pages, others on none, and drafts and quotations nowhere', async ({
  world: { portal, db, quartz },
}) => {
  const said = await everythingSaid(portal, quartz, await signIn(db, quartz));
  expect(OWNED_KINDS.filter((kind) => said.includes(markOf(quartz, kind)))).toEqual(SHOWN);
  expect(said.toLowerCase()).not.toContain(HIDDEN_WORD);
});

test.for(CASES)(
  'rows of kind $kind that are $state are shown nowhere',
  async ({ kind, state }, { world }) => {
    const { db, portal, quartz, zircon } = world;
    const owner = await signIn(db, quartz);
    const own = { accountId: quartz.accountId };
    const rows = await tableFor(db, kind).findMany({ where: own, select: { id: true } });
    const where = { id: { in: rows.map(({ id }) => id) } };
    await tableFor(db, kind).updateMany({ where, data: STATES[state]?.(zircon) ?? {} });

    const said = await everythingSaid(portal, quartz, owner);

    await tableFor(db, kind).updateMany({ where, data: { ...own, deletedAt: null, quarantinedAt: null } });
    expect(rows.length).toBeGreaterThan(0);
    expect(said).toContain('PERSON-QUARTZ');
    expect(said.includes(markOf(quartz, kind))).toBe(false);
  },
);

test.for(Object.keys(STATES))(
  'the contract and the manager of a counterparty that is %s are shown nowhere',
  async (state, { world }) => {
    const { db, portal, quartz, zircon } = world;
    const owner = await signIn(db, quartz);
    const where = { accountId: quartz.accountId };
    const { id } = await db.counterparty.findFirstOrThrow({ where, select: { id: true } });
    const { accountManagerId } = await db.customerAccount.update({
      where: { id: quartz.accountId },
      data: { accountManagerId: null },
    });
    expect(await contractFactsIn(portal, quartz, owner)).not.toEqual([]);
    await db.counterparty.update({ where: { id }, data: STATES[state]?.(zircon) ?? {} });

    const seen = await contractFactsIn(portal, quartz, owner);

    await db.counterparty.update({
      where: { id },
      data: { ...where, deletedAt: null, quarantinedAt: null },
    });
    await db.customerAccount.update({ where: { id: quartz.accountId }, data: { accountManagerId } });
    expect(seen).toEqual([]);
  },
);

/** The engine writes in transactions only; these tests need none. */
function tableFor(db: Db, kind: EntityKind): Table {
  return readTable(db, kind) as Table; // the same object, whatever it is opened for
}

/** All that the portal says to somebody of the party, but for what they typed themselves. */
async function everythingSaid(portal: TestPortal, customer: Customer, person: SignedIn): Promise<string> {
  const asked = allReads({ ...customer, sessionId: person.sessionId }).map(({ path }) => path);
  const searches = ['/search', '/orders', '/documents'].map(
    (path) => `${path}?q=${customer.word.slice(0, -1)}`,
  );
  const said: string[] = [];
  for (const path of [...asked.filter((one) => !isNamedIn(customer, one)), ...searches]) {
    const isFile = path.startsWith('/documents/');
    const [way = path] = isFile ? [path] : waysOf(path).slice(1);
    said.push(saidBy(await ask(portal, way, { as: person })));
  }
  return said.join('\n');
}

/** Prices that only the contract has, the contract's name, and the manager whom the source names. */
async function contractFactsIn(portal: TestPortal, party: Customer, person: SignedIn): Promise<string[]> {
  const said = await everythingSaid(portal, party, person);
  const marks = [markOf(party, 'price-list'), markOf(party, 'account-manager')];
  const prices = contractPrices(party).filter((price) => said.includes(price));
  return [...marks.filter((mark) => said.includes(mark)), ...prices];
}

function contractPrices({ amounts: { ownPrice } }: Party): string[] {
  return [ownPrice.contractFromTen, ownPrice.contractAlone];
}
