/** The way of a claim: into the file that an ERP reads, or to the manager at once, and what becomes of it on the way. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { confirmHandedClaims } from '#portal/claims/confirm-handed-claims.server.ts';
import { deliverClaims } from '#portal/claims/deliver-claims.server.ts';
import { findClaim } from '#portal/claims/find-claims.server.ts';
import { sendClaim } from '#portal/claims/send-claim.server.ts';
import { decideClaim, releaseClaim } from '#portal/claims/settle-claim.server.ts';
import { confirmHanded } from '#portal/requests/confirm-handed.server.ts';
import { deliverRequests } from '#portal/requests/deliver-requests.server.ts';
import { tellOfLateRequests } from '#portal/requests/tell-of-late.server.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { auditTypes } from '#test/support/auth.ts';
import { aClaimingCustomer, aClaimOf, aSentClaim, entryOfClaim } from '#test/support/claim-builders.ts';
import type { ClaimingCustomer } from '#test/support/claim-builders.ts';
import { test } from '#test/support/db.ts';
import { anOutbox, anOutlet } from '#test/support/request-builders.ts';
import type { Outbox } from '#test/support/request-builders.ts';
import { aReturn } from '#test/support/trade-builders.ts';

type Scene = { customer: ClaimingCustomer; outbox: Outbox };

/** A customer whose ERP reads files. */
async function aScene(db: Db): Promise<Scene> {
  const customer = await aClaimingCustomer(db);
  const outbox = anOutbox(db);
  await anOutlet(outbox, { sourceId: customer.sourceId });
  return { customer, outbox };
}

const claimOf = (db: Db, { actor }: ClaimingCustomer, claimId: string) => findClaim(db, { actor, claimId });

async function loseKey(db: Db, { customer, outbox }: Scene): Promise<void> {
  const data = { status: 'lost', lostAt: outbox.now() };
  await db.key.update({ where: { id: customer.actor.keyId }, data });
}

function filesOf({ customer, outbox }: Scene): Promise<string[]> {
  return readdir(folderOf({ customer, outbox })).catch(() => []);
}

function folderOf({ customer, outbox }: Scene): string {
  return join(outbox.deps.dataDir, 'outgoing', customer.sourceName, 'claims');
}

const lettersIn = async (db: Db, kind: string) =>
  (await db.letter.findMany({ where: { kind } })).map(({ address, paramsJson }) => ({
    address,
    ...JSON.parse(paramsJson),
  }));

test('an ERP that reads files finds one file a claim without any price, and a return that names the claim confirms it', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const sent = await aSentClaim(outbox, customer);
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ state: 'queued' });
  expect(await deliverClaims(outbox.deps)).toBe(1);
  expect(await filesOf(scene)).toEqual([`${sent.number}.csv`]);
  const text = await readFile(join(folderOf(scene), `${sent.number}.csv`), 'utf8');
  expect(text).toContain(`,${customer.order.number},`);
  expect(text).toContain(',replace,Both corners are crushed,1,');
  expect(text).toContain(',BOLT-7,Demo bearing,2,pcs,damaged');
  expect(text).not.toMatch(/price|100\.00|120\.00/);
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ state: 'checked', way: { state: 'handed' } });

  expect(await confirmHandedClaims(outbox.auth)).toBe(0);
  const { accountId } = customer.actor;
  const { id: orderId } = customer.order;
  const reason = `by claim ${sent.number}`;
  await aReturn(db, { accountId, sourceId: customer.sourceId, orderId, number: 'R-7', reason });
  expect(await confirmHandedClaims(outbox.auth)).toBe(1);
  // That the ERP has it decides nothing.
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ state: 'checked', way: { number: 'R-7' } });
  expect(await auditTypes(db)).toEqual(['source_changed', 'claim_sent', 'claim_taken']);
});

test('claims and requests share the outbox and leave each by its own way', async ({ db }) => {
  const scene = await aScene(db);
  const sent = await aSentClaim(scene.outbox, scene.customer);
  expect(await deliverRequests(scene.outbox.deps)).toBe(0);
  expect(await confirmHanded(scene.outbox.auth)).toBe(0);
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'waiting', attempts: 0 });
});

test('a process that dies after the file was written writes the same file once more, and no second one', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const sent = await aSentClaim(outbox, customer);
  await deliverClaims(outbox.deps);
  const before = await readFile(join(folderOf(scene), `${sent.number}.csv`), 'utf8');
  await db.outboxEntry.updateMany({ data: { state: 'waiting', dueAt: outbox.now() } });
  outbox.pass(16);
  expect(await deliverClaims(outbox.deps)).toBe(1);
  expect(await filesOf(scene)).toEqual([`${sent.number}.csv`]);
  expect(await readFile(join(folderOf(scene), `${sent.number}.csv`), 'utf8')).toBe(before);
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'handed' });
});

test('where the ERP takes no claims, one is with the manager at once, who is told of it once', async ({
  db,
}) => {
  const customer = await aClaimingCustomer(db);
  const outbox = anOutbox(db);
  const sent = await aSentClaim(outbox, customer);
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ state: 'checked', way: { state: 'stuck' } });
  expect(await deliverClaims(outbox.deps)).toBe(0);
  outbox.pass(600);
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  expect(await lettersIn(db, 'claim_waiting')).toMatchObject([
    { address: 'manager@seller.example', number: sent.number, why: 'new' },
  ]);
});

test('a claim whose way was closed meanwhile goes to the manager, too', async ({ db }) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const sent = await aSentClaim(outbox, customer);
  await db.orderOutlet.updateMany({ data: { kind: 'odata' } });
  expect(await deliverClaims(outbox.deps)).toBe(1);
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'no_way' });
});

test('of a claim that nobody could be told of when it was sent, somebody is told as soon as they can be', async ({
  db,
}) => {
  const customer = await aClaimingCustomer(db);
  const outbox = anOutbox(db);
  const { holderId } = customer.manager;
  await db.holder.update({ where: { id: holderId }, data: { email: null } });
  await aSentClaim(outbox, customer);
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  await db.holder.update({ where: { id: holderId }, data: { email: 'back@seller.example' } });
  expect(await tellOfLateRequests(outbox.deps)).toBe(1);
  expect(await lettersIn(db, 'claim_waiting')).toMatchObject([
    { address: 'back@seller.example', why: 'stuck' },
  ]);
});

test('a claim that the ERP has not fetched for hours is told once; one that lies where it fetches it is not late', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const sent = await aSentClaim(outbox, customer);
  outbox.pass(241);
  expect(await tellOfLateRequests(outbox.deps)).toBe(1);
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  expect((await lettersIn(db, 'claim_waiting')).map(({ why }) => String(why))).toEqual(['new', 'late']);
  await deliverClaims(outbox.deps);
  await db.outboxEntry.updateMany({ where: { claimId: sent.id }, data: { toldAt: null } });
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
});

test('REC-02 a claim of a key that was lost is held, is not accepted, and leaves when its manager has vouched for it', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const sent = await aSentClaim(outbox, customer);
  await loseKey(db, scene);
  expect(await deliverClaims(outbox.deps)).toBe(0);
  expect(await filesOf(scene)).toEqual([]);
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ state: 'checked' });
  const by = { actor: customer.manager, claimId: sent.id, trace: TRACE };
  expect(await decideClaim(outbox.auth, { ...by, decision: 'accepted', answer: '' })).toEqual({
    ok: false,
    reason: 'held',
  });
  expect(await releaseClaim(outbox.auth, by)).toEqual({ ok: true });
  expect(await releaseClaim(outbox.auth, by)).toEqual({ ok: false, reason: 'not_waiting' });
  expect(await decideClaim(outbox.auth, { ...by, decision: 'accepted', answer: '' })).toEqual({ ok: true });
  expect(await deliverClaims(outbox.deps)).toBe(1);
  expect(await filesOf(scene)).toEqual([`${sent.number}.csv`]);
});

test('REC-02 a key that is lost in the moment before the file is written stops it', async ({ db }) => {
  const scene = await aScene(db);
  const { outbox } = scene;
  await aSentClaim(outbox, scene.customer);
  const { box } = outbox.deps;
  // The last thing before the file: the look at the outlet.
  const deps = { ...outbox.deps, db: interrupted(db, 'orderOutlet', 4, () => loseKey(db, scene)), box };
  await deliverClaims(deps);
  expect(await filesOf(scene)).toEqual([]);
});

test('REC-02 where the ERP takes no claims, vouching lets a claim of a lost key be decided', async ({
  db,
}) => {
  const customer = await aClaimingCustomer(db);
  const scene = { customer, outbox: anOutbox(db) };
  const { outbox } = scene;
  const sent = await aSentClaim(outbox, customer);
  await loseKey(db, scene);
  const by = { actor: customer.manager, claimId: sent.id, trace: TRACE };
  const accept = () => decideClaim(outbox.auth, { ...by, decision: 'accepted', answer: 'On Monday' });
  expect(await accept()).toEqual({ ok: false, reason: 'held' });
  expect(await releaseClaim(outbox.auth, by)).toEqual({ ok: true });
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'no_way' });
  expect(await accept()).toEqual({ ok: true });
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ state: 'accepted', answer: 'On Monday' });
});

test('what is refused before it left never leaves; the customer reads why, and is told that it is decided', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const { holderId } = customer.actor;
  await db.holder.update({ where: { id: holderId }, data: { email: 'receiver@works.example' } });
  const sent = await aSentClaim(outbox, customer);
  const by = { actor: customer.manager, claimId: sent.id, trace: TRACE };
  const decide = (decision: 'accepted' | 'refused') =>
    decideClaim(outbox.auth, { ...by, decision, answer: 'The carton was whole' });
  expect(await decide('refused')).toEqual({ ok: true });
  for (const again of ['refused', 'accepted'] as const)
    expect(await decide(again)).toEqual({ ok: false, reason: 'not_waiting' });
  expect(await deliverClaims(outbox.deps)).toBe(0);
  expect(await filesOf(scene)).toEqual([]);
  expect(await claimOf(db, customer, sent.id)).toMatchObject({
    state: 'refused',
    answer: 'The carton was whole',
  });
  const letters = await lettersIn(db, 'claim_decided');
  expect(letters).toMatchObject([{ address: 'receiver@works.example', decision: 'refused' }]);
  expect(JSON.stringify(letters)).not.toContain('carton');
});

test('a claim that was refused while the ERP took it says both', async ({ db }) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const sent = await aSentClaim(outbox, customer);
  await deliverClaims(outbox.deps);
  const by = { actor: customer.manager, claimId: sent.id, trace: TRACE };
  await decideClaim(outbox.auth, { ...by, decision: 'refused', answer: 'no' });
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ state: 'refused', way: { state: 'handed' } });
});

test('the same page sends one claim, however often its form comes', async ({ db }) => {
  const { customer, outbox } = await aScene(db);
  const claim = await aClaimOf(db, customer);
  const first = await sendClaim(outbox.auth, claim);
  const again = await sendClaim(outbox.auth, { ...claim, note: 'typed after going back' });
  expect(first).toMatchObject({ ok: true, isNew: true });
  expect(again).toEqual({ ...first, isNew: false });
  expect(await db.claim.findMany({ select: { note: true } })).toEqual([{ note: 'Both corners are crushed' }]);
  expect(await db.outboxEntry.count()).toBe(1);
  expect(await lettersIn(db, 'claim_waiting')).toHaveLength(1);
});

test('a form number of another company is nobody’s business: both claims go', async ({ db }) => {
  const [one, other] = [await aClaimingCustomer(db), await aClaimingCustomer(db)];
  const { auth } = anOutbox(db);
  const claim = await aClaimOf(db, one);
  await sendClaim(auth, claim);
  const theirs = await sendClaim(auth, await aClaimOf(db, other, { formId: claim.formId }));
  expect(theirs).toMatchObject({ ok: true, isNew: true });
});

test.for([
  { state: 'another customer’s', data: (accountId: string) => ({ accountId }) },
  { state: 'nobody’s', data: () => ({ accountId: null }) },
  { state: 'in quarantine', data: () => ({ quarantinedAt: new Date() }) },
])(
  'nothing is claimed of an order that is $state, and what was claimed of it is shown to nobody and leaves no more',
  async ({ data }, { db }) => {
    const scene = await aScene(db);
    const { customer, outbox } = scene;
    const { manager } = customer;
    const claim = await aClaimOf(db, customer);
    const sent = await aSentClaim(outbox, customer);
    const other = await aClaimingCustomer(db);
    await db.order.update({ where: { id: customer.order.id }, data: data(other.actor.accountId) });

    expect(await sendClaim(outbox.auth, claim)).toEqual({ ok: false, reason: 'not_found' });
    expect(await claimOf(db, customer, sent.id)).toBeNull();
    expect(await claimOf(db, other, sent.id)).toBeNull();
    await deliverClaims(outbox.deps);
    expect(await filesOf(scene)).toEqual([]);
    expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'order_moved' });
    const by = { actor: manager, claimId: sent.id, trace: TRACE };
    const accepted = await decideClaim(outbox.auth, { ...by, decision: 'accepted', answer: '' });
    expect(accepted).toEqual({ ok: false, reason: 'order_moved' });
  },
);

test('an order that is gone at its source takes no claim any more; what was claimed of it stays to be read', async ({
  db,
}) => {
  const { customer, outbox } = await aScene(db);
  const claim = await aClaimOf(db, customer);
  const sent = await aSentClaim(outbox, customer);
  await db.order.update({ where: { id: customer.order.id }, data: { deletedAt: outbox.now() } });
  expect(await sendClaim(outbox.auth, claim)).toEqual({ ok: false, reason: 'not_found' });
  expect(await claimOf(db, customer, sent.id)).toMatchObject({ number: sent.number, order: null });
});

test('a counterparty that is no longer this customer’s gets no claim of theirs', async ({ db }) => {
  const scene = await aScene(db);
  const sent = await aSentClaim(scene.outbox, scene.customer);
  await db.counterparty.updateMany({ data: { accountId: null } });
  await deliverClaims(scene.outbox.deps);
  expect(await filesOf(scene)).toEqual([]);
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'counterparty_moved' });
});

test('ADM-03 nobody but the customer’s own manager, or who stands in for them, decides or vouches', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox } = scene;
  const { manager: stranger } = await aClaimingCustomer(db);
  const sent = await aSentClaim(outbox, customer);
  const asStranger = { actor: stranger, claimId: sent.id, trace: TRACE };
  const refused = { decision: 'refused', answer: 'no' } as const;
  const nothing = { ok: false, reason: 'not_found' };
  expect(await releaseClaim(outbox.auth, asStranger)).toEqual(nothing);
  expect(await decideClaim(outbox.auth, { ...asStranger, ...refused })).toEqual(nothing);
  const deputy = { ...stranger, deputyFor: [customer.manager.holderId] };
  expect(await decideClaim(outbox.auth, { ...asStranger, actor: deputy, ...refused })).toEqual({ ok: true });
  const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'claim_refused' } });
  expect(JSON.parse(event.detailsJson)).toMatchObject({ deputyFor: customer.manager.holderId });
});

/** A database of which one table does something else first, the n-th time that it is asked. */
function interrupted(db: Db, table: 'orderOutlet', nth: number, first: () => Promise<void>): Db {
  let asked = 0;
  const owner = db[table];
  const watched = new Proxy(owner, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        asked += 1;
        if (asked === nth) await first();
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
  return new Proxy(db, { get: (target, name) => (name === table ? watched : Reflect.get(target, name)) });
}
