import { expect } from 'vitest';
import { previewReceipt, receiveKeys } from '#auth/keys/receive-keys.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { StockLine } from '#auth/keys/stock-line.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';

function aLine(values: Partial<StockLine> = {}): StockLine {
  const cost = { amountMinor: 185_000n, currency: 'RUB' };
  const given = { serial: 'SN-1', kind: 'fido2', modelName: 'Demo 5', batch: 'B-7', cost, cardNumber: null };
  return { ...given, ...values } as StockLine; // every member is there
}

function receive(db: Db, actor: StaffActor, lines: readonly StockLine[]) {
  return receiveKeys(authServicesFor(db), { lines, by: { kind: 'staff', actor, trace: TRACE } });
}

const stocked = (db: Db) => db.key.findMany({ where: { status: 'stocked' }, orderBy: { serial: 'asc' } });

test('ADM-04 a received key lies in stock with all that the list says, and a card number of its own', async ({
  db,
}) => {
  const manager = await aStaffActor(db);
  expect(await receive(db, manager, [aLine()])).toEqual({ ok: true, received: 1, unchanged: 0 });
  const [key] = await stocked(db);
  expect(key).toMatchObject({
    serial: 'SN-1',
    liveSerial: 'SN-1',
    kind: 'fido2',
    modelName: 'Demo 5',
    batch: 'B-7',
    costMinor: 185_000n,
    costCurrency: 'RUB',
    holderId: null,
    accountId: null,
  });
  expect(key?.cardNumber).toMatch(/^\d{12}$/);
  expect(key?.label).toBe(key?.cardNumber?.slice(-4));
  expect(await newestEvents(db)).toMatchObject([
    { type: 'key_received', keyId: key?.id, actorId: manager.holderId },
  ]);
});

test('ADM-04 the same list once more changes nothing and says so, whatever became of its keys', async ({
  db,
}) => {
  const manager = await aStaffActor(db);
  const list = [aLine(), aLine({ serial: 'SN-2' })];
  await receive(db, manager, list);
  await db.key.updateMany({ where: { serial: 'SN-2' }, data: { status: 'active', attestation: 'attested' } });
  const before = await db.key.findMany({ orderBy: { id: 'asc' } });
  expect(await receive(db, manager, list)).toEqual({ ok: true, received: 0, unchanged: 2 });
  expect(await db.key.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  expect(await db.auditEvent.count({ where: { type: 'key_received' } })).toBe(2);
});

test('ADM-04 one bad line and nothing of the list is stored', async ({ db }) => {
  const manager = await aStaffActor(db);
  await receive(db, manager, [aLine()]);
  const outcome = await receive(db, manager, [aLine({ serial: 'SN-2' }), aLine({ batch: 'another' })]);
  expect(outcome).toMatchObject({
    ok: false,
    reason: 'refused',
    plan: [{ verdict: { is: 'new' } }, { verdict: { is: 'refused', reason: 'serial_of_live_key' } }],
  });
  expect(await stocked(db)).toHaveLength(1);
});

test('ADM-04 a serial or card number that stands in a list twice is refused at each of its lines', async ({
  db,
}) => {
  const manager = await aStaffActor(db);
  const card = '49927398716';
  const serials = await receive(db, manager, [aLine(), aLine({ batch: 'B-8' })]);
  const cards = await receive(db, manager, [
    aLine({ cardNumber: card }),
    aLine({ serial: 'SN-2', cardNumber: card }),
  ]);
  for (const [outcome, reason] of [
    [serials, 'serial_twice'],
    [cards, 'card_number_twice'],
  ] as const) {
    const verdict = { is: 'refused', reason };
    expect(outcome).toMatchObject({ ok: false, plan: [{ verdict }, { verdict }] });
  }
  expect(await stocked(db)).toEqual([]);
});

test('ADM-04 a card number is given to one key only', async ({ db }) => {
  const manager = await aStaffActor(db);
  await receive(db, manager, [aLine({ cardNumber: '49927398716' })]);
  const outcome = await receive(db, manager, [aLine({ serial: 'SN-2', cardNumber: '49927398716' })]);
  expect(outcome).toMatchObject({ plan: [{ verdict: { reason: 'card_number_taken' } }] });
});

test('ADM-04 two who store the same list at once store it once', async ({ db }) => {
  const [one, other] = [await aStaffActor(db), await aStaffActor(db)];
  const outcomes = await Promise.all([receive(db, one, [aLine()]), receive(db, other, [aLine()])]);
  expect(outcomes.map((outcome) => outcome.ok && outcome.received)).toEqual(expect.arrayContaining([0, 1]));
  expect(await stocked(db)).toHaveLength(1);
});

test('what is shown before is what is stored: card numbers are made when the list is looked at', async ({
  db,
}) => {
  const manager = await aStaffActor(db);
  const plan = await previewReceipt(db, [aLine()]);
  const shown = plan.map(({ line }) => line.cardNumber);
  expect(shown[0]).toMatch(/^\d{12}$/);
  expect(await stocked(db)).toEqual([]);
  await receive(
    db,
    manager,
    plan.map(({ line }) => line),
  );
  expect((await stocked(db)).map(({ cardNumber }) => cardNumber)).toEqual(shown);
});

test('REC-09 a fob that came back begins a new life, which knows the one before', async ({ db }) => {
  const { manager, keyId } = await aManagedKey(db);
  await db.key.update({ where: { id: keyId }, data: { serial: 'SN-1', liveSerial: 'SN-1' } });
  expect(await receive(db, manager, [aLine()])).toMatchObject({ ok: false });
  await changeKeyStatus(authServicesFor(db), {
    keyId,
    transition: 'revoke',
    reason: 'returned',
    actor: manager,
    trace: TRACE,
  });
  expect(await receive(db, manager, [aLine()])).toMatchObject({ ok: true, received: 1 });
  const [key] = await stocked(db);
  expect(key).toMatchObject({ previousKeyId: keyId, liveSerial: 'SN-1', holderId: null });
  expect(key?.id).not.toBe(keyId);
  expect(await newestEvents(db)).toMatchObject([{ type: 'key_received', reason: 'returned' }]);
});

test('REC-07 the serial of a lost key comes back into stock only after the key is revoked', async ({
  db,
}) => {
  const { manager, keyId } = await aManagedKey(db, { status: 'lost' });
  await db.key.update({ where: { id: keyId }, data: { serial: 'SN-1', liveSerial: 'SN-1' } });
  const outcome = await receive(db, manager, [aLine()]);
  expect(outcome).toMatchObject({ plan: [{ verdict: { reason: 'serial_of_live_key' } }] });
});

test('ADM-03 neither a loyalty officer nor an auditor receives keys', async ({ db }) => {
  for (const role of ['loyalty', 'auditor'] as const) {
    const outcome = await receive(db, await aStaffActor(db, role), [aLine()]);
    expect(outcome).toEqual({ ok: false, reason: 'not_allowed' });
  }
  expect(await stocked(db)).toEqual([]);
});
