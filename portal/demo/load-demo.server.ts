import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { importFileDrop } from '../connectors/file-drop/import-file-drop.server.ts';
import { confirmTie } from '../connectors/ties.server.ts';
import type { DocumentStore } from '../documents/document.ts';
import { onFromInstant } from '../lib/dates.ts';
import type { BaseServices } from '../start-services.server.ts';
import { storeDemoClaim } from './claims/store-demo-claim.server.ts';
import { DEMO_SOURCE, generateDemo } from './generate-demo.server.ts';
import { demoStock } from './keys/stock.ts';
import { demoPeople } from './people/demo-people.ts';
import type { DemoAccount, DemoPeople } from './people/demo-people.ts';
import { SELLER } from './seller.ts';
import { makeWorld } from './world.ts';

export type LoadDemo = BaseServices & {
  documents: DocumentStore;
  timeZone: string;
  print: (line: string) => void;
};

const USER_HANDLE_BYTES = 32;
/** Keys of the demo are registered whenever somebody tries it; those of a person of two companies open both. */
const DEMO_KEYS_UNTIL = new Date('2100-01-01T00:00:00Z');

/** Ids of what was made, by the names that the demo's description uses. */
type Made = { holders: Map<string, string>; accounts: Map<string, string>; keys: Map<string, string> };

/**
 * Loads the demo company into an empty demo installation: its ERP's export comes in through the file drop like any
 * company's; people, ties and key discounts, which no source may write, are put in here and written to the log.
 * Where a step was done before (by a first start that was cut short, or by an operator who imported a demo of another
 * size), it is left as it is.
 */
export async function loadDemo(deps: LoadDemo): Promise<void> {
  const { db, auth, audit, print } = deps;
  const now = auth.now();
  const today = onFromInstant(now, deps.timeZone);
  if (!(await hasExport(db))) await importOwnExport(deps, today);

  const people = demoPeople(makeWorld({ today }));
  print('demo: people, keys and discounts …');
  if (!(await hasPeople(db))) await db.$transaction((tx) => storePeopleAndDiscounts(tx, people, now));
  print('demo: keys in stock …');
  await fillStock(deps);
  print('demo: whose counterparties are whose …');
  await confirmTies(deps, people.accounts);
  await openForOrders(deps, now);
  await storeClaim(deps, people.accounts, now);
  await db.$transaction(async (tx) => {
    await tx.installation.update({
      where: { id: 1 },
      data: { companyName: SELLER.name, companyLegalName: SELLER.legalName, demoLoadedAt: now },
      select: { id: true },
    });
    await audit.record(tx, { type: 'demo_generated', result: 'ok', actorId: SYSTEM_ACTOR, at: now });
  });
  print(
    `demo: ${people.accounts.length} customers, ${people.holders.length} holders, ${people.staff.length} of the staff`,
  );
}

/** The demo's ERP reads requests as files, so that ordering again can be tried at once. */
async function openForOrders({ db }: LoadDemo, now: Date): Promise<void> {
  const { id: sourceId } = await db.source.findUniqueOrThrow({
    where: { name: DEMO_SOURCE },
    select: { id: true },
  });
  await db.orderOutlet.upsert({
    where: { sourceId },
    update: {},
    create: { sourceId, kind: 'file', changedAt: now },
    select: { sourceId: true },
  });
}

/** Of the second customer, whose owner and manager are among those who get a link. */
async function storeClaim({ db }: LoadDemo, accounts: readonly DemoAccount[], now: Date): Promise<void> {
  const account = accounts[1];
  if (account === undefined) return;
  const accountId = idOf(await findAccountIds(db), account.number);
  await storeDemoClaim(db, { accountId, now });
}

/** Through the use case by which a manager receives keys; a second time it changes nothing. */
async function fillStock({ auth }: LoadDemo): Promise<void> {
  const outcome = await receiveKeys(auth, { lines: demoStock(), by: { kind: 'installation' } });
  if (!outcome.ok) throw new Error(`the demo's own keys were not received: ${outcome.reason}`);
}

async function hasExport(db: Db): Promise<boolean> {
  const runs = await db.importRun.count({ where: { source: { name: DEMO_SOURCE }, outcome: 'applied' } });
  return runs > 0;
}

async function hasPeople(db: Db): Promise<boolean> {
  return (await db.holder.count({ where: { isDemo: true } })) > 0;
}

async function importOwnExport(deps: LoadDemo, today: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'brelok-demo-'));
  try {
    deps.print('demo: writing the ERP’s export …');
    const made = await generateDemo({ dir, today });
    if (!made.ok) throw new Error(`the demo's folder is not empty: ${dir}`);
    await importExport(deps, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function importExport(deps: LoadDemo, dir: string): Promise<void> {
  const { db, audit, auth, documents, print } = deps;
  let lastKind = '';
  const outcome = await importFileDrop(
    { db, audit, documents, now: auth.now },
    {
      dir,
      sourceName: DEMO_SOURCE,
      startedById: null,
      isDryRun: false,
      allowRemoval: false,
      acceptsDemoData: true,
      onProgress: ({ phase, kind }) => {
        if (phase === 'write' && kind !== lastKind) print(`demo: importing ${kind} …`);
        if (phase === 'write') lastKind = kind;
      },
    },
  );
  if (!outcome.ok)
    throw new Error(`the demo's own export was not taken: ${JSON.stringify(outcome).slice(0, 2_000)}`);
}

async function storePeopleAndDiscounts(tx: Tx, people: DemoPeople, now: Date): Promise<void> {
  const ids = await storePeople(tx, people, now);
  await storeDiscounts(tx, people, { ids, now });
}

async function storePeople(tx: Tx, people: DemoPeople, now: Date): Promise<Made> {
  const made: Made = { holders: new Map(), accounts: new Map(), keys: new Map() };
  for (const { ref, staffRole, ...person } of people.staff) {
    made.holders.set(ref, await storeHolder(tx, { ...person, kind: 'staff', staffRole }, now));
  }
  for (const { number, name, managerRef } of people.accounts) {
    const accountManagerId = made.holders.get(managerRef) ?? null;
    const account = await tx.customerAccount.create({
      data: { number, name, accountManagerId, isDemo: true, createdAt: now },
      select: { id: true },
    });
    made.accounts.set(number, account.id);
  }
  for (const { ref, memberships, birthday: _birthday, ...person } of people.holders) {
    const holderId = await storeHolder(tx, { ...person, kind: 'customer', staffRole: null }, now);
    made.holders.set(ref, holderId);
    for (const { accountNumber, role } of memberships) {
      const accountId = idOf(made.accounts, accountNumber);
      await tx.membership.create({
        data: { holderId, accountId, role, createdAt: now, keysUntil: DEMO_KEYS_UNTIL },
        select: { id: true },
      });
    }
    const first = memberships[0];
    if (first === undefined) continue;
    const accountId = idOf(made.accounts, first.accountNumber);
    const { accountManagerId } = await tx.customerAccount.findUniqueOrThrow({
      where: { id: accountId },
      select: { accountManagerId: true },
    });
    const key = await tx.key.create({
      data: {
        status: 'assigned',
        holderId,
        accountId,
        label: 'Brelok',
        issuedById: accountManagerId,
        receivedAt: now,
        issuedAt: now,
      },
      select: { id: true },
    });
    made.keys.set(ref, key.id);
  }
  return made;
}

type NewHolder = {
  kind: 'customer' | 'staff';
  staffRole: string | null;
  name: string;
  position: string;
  email: string;
  phone: string;
  language: string;
};

async function storeHolder(
  tx: Tx,
  { kind, staffRole, name, position, email, phone, language }: NewHolder,
  now: Date,
): Promise<string> {
  const userHandle = new Uint8Array(randomBytes(USER_HANDLE_BYTES));
  const { id } = await tx.holder.create({
    data: {
      userHandle,
      kind,
      staffRole,
      name,
      position,
      email,
      phone,
      language,
      isDemo: true,
      createdAt: now,
    },
    select: { id: true },
  });
  return id;
}

/**
 * The operator vouches for the demo's own ties; one counterparty is left for a manager to confirm. A smaller demo
 * lacks some of them.
 */
async function confirmTies({ db, audit, auth }: LoadDemo, accounts: readonly DemoAccount[]): Promise<void> {
  const accountIds = await findAccountIds(db);
  const untied = await findUntiedCounterparties(db);
  for (const account of accounts) {
    const counterparty = untied.find(({ externalId }) => externalId === account.counterpartyId);
    if (counterparty === undefined) continue;
    const outcome = await confirmTie(
      { db, audit, now: auth.now },
      {
        accountId: idOf(accountIds, account.number),
        counterpartyId: counterparty.id,
        seen: { taxId: counterparty.taxId, legalName: counterparty.legalName },
        actor: { kind: 'operator' },
      },
    );
    if (!outcome.ok) throw new Error(`the demo's tie of ${account.number} was refused: ${outcome.reason}`);
  }
}

async function findAccountIds(db: Db): Promise<ReadonlyMap<string, string>> {
  const accounts = await db.customerAccount.findMany({
    where: { isDemo: true },
    select: { number: true, id: true },
  });
  return new Map(accounts.map(({ number, id }) => [number, id]));
}

async function findUntiedCounterparties(db: Db) {
  const source = await db.source.findUniqueOrThrow({ where: { name: DEMO_SOURCE }, select: { id: true } });
  return db.counterparty.findMany({
    where: { sourceId: source.id, accountId: null },
    select: { id: true, externalId: true, taxId: true, legalName: true },
  });
}

async function storeDiscounts(
  tx: Tx,
  { discounts }: DemoPeople,
  { ids, now }: { ids: Made; now: Date },
): Promise<void> {
  const officerId = idOf(ids.holders, 'loyalty-1');
  for (const { ref: _ref, carriedBy, ...terms } of discounts) {
    const discount = await tx.discount.create({
      data: { ...terms, createdById: officerId, createdAt: now, isDemo: true },
      select: { id: true },
    });
    for (const { accountNumber, holderRef } of carriedBy) {
      await tx.keyDiscount.create({
        data: {
          discountId: discount.id,
          accountId: idOf(ids.accounts, accountNumber),
          keyId: idOf(ids.keys, holderRef),
          tiedById: officerId,
          tiedAt: now,
        },
        select: { id: true },
      });
    }
  }
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the demo's description names ${name} without making it`);
  return id;
}
