import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { saveDiscount } from '#portal/loyalty/save-discount.server.ts';
import { activateDiscount, endDiscount } from '#portal/loyalty/switch-discount.server.ts';
import { tieDiscount, untieDiscount } from '#portal/loyalty/tie-discount.server.ts';
import { TRACE, auditTypes, openTestAuth } from '#test/support/auth.ts';
import { aKey, aHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import {
  aDiscount,
  aProduct,
  aSource,
  aStaffActor,
  aTiedAccount,
  someTerms,
} from '#test/support/loyalty-builders.ts';
import type { Db } from '#prisma/client.ts';

const TODAY = '2026-11-22';

describe('a draft', () => {
  test('is written down together with its audit event', async ({ db }) => {
    const actor = await aStaffActor(db, 'loyalty');
    const outcome = await saveDiscount(openTestAuth(db), {
      discountId: null,
      terms: someTerms(),
      actor,
      trace: TRACE,
    });
    expect(outcome.ok).toBe(true);
    expect(await db.discount.findMany({ select: { status: true, basisPoints: true } })).toEqual([
      { status: 'draft', basisPoints: 750 },
    ]);
    expect(await auditTypes(db)).toEqual(['discount_created']);
  });

  test('for goods that no source has is refused at its field, and nothing is written', async ({ db }) => {
    await aProduct(db, { sku: 'A-1', groupName: 'Belts' });
    const actor = await aStaffActor(db, 'loyalty');
    const save = (terms: object) =>
      saveDiscount(openTestAuth(db), {
        discountId: null,
        terms: someTerms(terms),
        actor,
        trace: TRACE,
      });
    expect(await save({ sku: 'B-2' })).toMatchObject({ ok: false, faults: { sku: 'unknown_sku' } });
    expect(await save({ goodsGroup: 'Cats' })).toMatchObject({ faults: { goodsGroup: 'unknown_group' } });
    await aProduct(db, { sku: 'C-3', groupName: 'Bearings' });
    expect(await save({ sku: 'C-3', goodsGroup: 'Belts' })).toMatchObject({
      faults: { sku: 'not_in_group' },
    });
    expect(await db.discount.count()).toBe(0);
    expect(await auditTypes(db)).toEqual([]);
  });

  test('that was switched on can’t be changed any more', async ({ db }) => {
    const { id } = await aDiscount(db, { status: 'active' });
    const actor = await aStaffActor(db, 'loyalty');
    const outcome = await saveDiscount(openTestAuth(db), {
      discountId: id,
      terms: someTerms({ basisPoints: 5000 }),
      actor,
      trace: TRACE,
    });
    expect(outcome).toEqual({ ok: false, reason: 'not_a_draft' });
    expect(await basisPointsOf(db, id)).toBe(750);
    expect(await auditTypes(db)).toEqual([]);
  });
});

describe('switching on', () => {
  test('makes a draft active once', async ({ db }) => {
    await aSource(db);
    const { id } = await aDiscount(db);
    const actor = await aStaffActor(db, 'loyalty');
    const activate = () =>
      activateDiscount(openTestAuth(db), { discountId: id, actor, trace: TRACE, today: TODAY });
    expect(await activate()).toEqual({ ok: true });
    expect(await activate()).toEqual({ ok: false, reason: 'not_a_draft' });
    expect(await statusOf(db, id)).toBe('active');
    expect(await auditTypes(db)).toEqual(['discount_changed: switched_on']);
  });

  test('is refused while no source takes discounts of keys', async ({ db }) => {
    await aSource(db, 'commerceml');
    const { id } = await aDiscount(db);
    const actor = await aStaffActor(db, 'loyalty');
    const outcome = await activateDiscount(openTestAuth(db), {
      discountId: id,
      actor,
      trace: TRACE,
      today: TODAY,
    });
    expect(outcome).toEqual({ ok: false, reason: 'no_source_takes_it' });
    expect(await statusOf(db, id)).toBe('draft');
  });

  test('is refused when the last day has passed', async ({ db }) => {
    await aSource(db);
    const { id } = await aDiscount(db, { validToOn: '2026-11-21' });
    const actor = await aStaffActor(db, 'loyalty');
    const request = { discountId: id, actor, trace: TRACE, today: TODAY };
    expect(await activateDiscount(openTestAuth(db), request)).toEqual({ ok: false, reason: 'over_already' });
  });
});

test('ending a discount is for good and says why', async ({ db }) => {
  await aSource(db);
  const { id } = await aDiscount(db, { status: 'active' });
  const actor = await aStaffActor(db, 'loyalty');
  const auth = openTestAuth(db);
  const end = () => endDiscount(auth, { discountId: id, reason: 'season over', actor, trace: TRACE });
  expect(await end()).toEqual({ ok: true });
  expect(await end()).toEqual({ ok: false, reason: 'ended_already' });
  const again = await activateDiscount(auth, { discountId: id, actor, trace: TRACE, today: TODAY });
  expect(again).toEqual({ ok: false, reason: 'not_a_draft' });
  const events = await db.auditEvent.findMany({ select: { type: true, note: true } });
  expect(events).toEqual([{ type: 'discount_ended', note: 'season over' }]);
});

describe('a key', () => {
  test('carries a discount of its own account, and the key itself stays as it is', async ({ db }) => {
    const account = await aTiedAccount(db, (await aSource(db)).id);
    const { id } = await aDiscount(db);
    const before = await db.key.findUniqueOrThrow({ where: { id: account.keyId } });
    expect(await tie(db, { discountId: id, accountId: account.id, keyId: account.keyId })).toEqual({
      ok: true,
    });
    expect(await db.key.findUniqueOrThrow({ where: { id: account.keyId } })).toEqual(before);
    expect(await auditTypes(db)).toEqual(['discount_tied']);
  });

  test('of another account is refused as one that does not exist', async ({ db }) => {
    const source = await aSource(db);
    const [account, other] = [await aTiedAccount(db, source.id), await aTiedAccount(db, source.id)];
    const { id } = await aDiscount(db);
    const foreign = await tie(db, { discountId: id, accountId: account.id, keyId: other.keyId });
    const missing = await tie(db, { discountId: id, accountId: account.id, keyId: randomUUID() });
    expect(foreign).toEqual({ ok: false, reason: 'no_such_key' });
    expect(missing).toEqual(foreign);
    expect(await db.keyDiscount.count()).toBe(0);
    expect(await auditTypes(db)).toEqual([]);
  });

  test('that was revoked, or is the staff’s, carries nothing', async ({ db }) => {
    const account = await aTiedAccount(db, (await aSource(db)).id);
    const holder = await aHolder(db);
    const revoked = await aKey(db, { holderId: holder.id, accountId: account.id, status: 'revoked' });
    const staff = await aStaffActor(db, 'account-manager');
    const { id } = await aDiscount(db);
    for (const keyId of [revoked.id, staff.keyId]) {
      const outcome = await tie(db, { discountId: id, accountId: account.id, keyId });
      expect(outcome).toEqual({ ok: false, reason: 'no_such_key' });
    }
  });

  test('never carries a discount twice, however often it is given at once', async ({ db }) => {
    const account = await aTiedAccount(db, (await aSource(db)).id);
    const { id } = await aDiscount(db);
    const request = { discountId: id, accountId: account.id, keyId: account.keyId };
    const outcomes = await Promise.all([tie(db, request), tie(db, request), tie(db, request)]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.keyDiscount.count()).toBe(1);
  });

  test('gets no discount that is ended, nor one that its customer’s source would not hear of', async ({
    db,
  }) => {
    const [takes, deaf] = [await aSource(db), await aSource(db, 'commerceml')];
    const [heard, unheard] = [await aTiedAccount(db, takes.id), await aTiedAccount(db, deaf.id)];
    const ended = await aDiscount(db, { status: 'ended' });
    const open = await aDiscount(db);
    const toHeard = { accountId: heard.id, keyId: heard.keyId };
    expect(await tie(db, { discountId: ended.id, ...toHeard })).toEqual({ ok: false, reason: 'not_open' });
    const outcome = await tie(db, { discountId: open.id, accountId: unheard.id, keyId: unheard.keyId });
    expect(outcome).toEqual({ ok: false, reason: 'no_source_takes_it' });
  });

  test('gives a discount back once, and can be given it again', async ({ db }) => {
    const account = await aTiedAccount(db, (await aSource(db)).id);
    const { id } = await aDiscount(db);
    const request = { discountId: id, accountId: account.id, keyId: account.keyId };
    await tie(db, request);
    const { id: tieId } = await db.keyDiscount.findFirstOrThrow({ select: { id: true } });
    const actor = await aStaffActor(db, 'loyalty');
    const untie = (discountId: string) =>
      untieDiscount(openTestAuth(db), { discountId, tieId, actor, trace: TRACE });
    const other = await aDiscount(db);
    expect(await untie(other.id)).toEqual({ ok: false, reason: 'not_tied' });
    expect(await untie(id)).toEqual({ ok: true });
    expect(await untie(id)).toEqual({ ok: false, reason: 'not_tied' });
    expect(await tie(db, request)).toEqual({ ok: true });
    expect(await auditTypes(db)).toEqual(['discount_tied', 'discount_untied', 'discount_tied']);
  });
});

async function tie(db: Db, request: { discountId: string; accountId: string; keyId: string }) {
  const actor = await aStaffActor(db, 'loyalty');
  return tieDiscount(openTestAuth(db), { ...request, actor, trace: TRACE });
}

async function statusOf(db: Db, id: string): Promise<string> {
  return (await db.discount.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;
}

async function basisPointsOf(db: Db, id: string): Promise<number | null> {
  return (await db.discount.findUniqueOrThrow({ where: { id }, select: { basisPoints: true } })).basisPoints;
}
