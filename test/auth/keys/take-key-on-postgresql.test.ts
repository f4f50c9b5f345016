import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { KeyChoice } from '#auth/keys/key-choice.ts';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import { TRACE, aManagedKey, authServicesFor } from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

/** PostgreSQL lets transactions run side by side, where SQLite lets one after the other write. */
const ROUNDS = 6;
const AT_ONCE = 4;

let testDb: TestDb;

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
});

afterAll(() => testDb.close());

function issue({ manager, accountId, holderId }: Managed, choice: KeyChoice) {
  const wish = { label: '', choice, requestId: randomUUID(), actor: manager, trace: TRACE };
  return issueKey(authServicesFor(testDb.db), { ...wish, accountId, holderId });
}

async function severalManagers(): Promise<[Managed, ...Managed[]]> {
  const managers: Managed[] = [];
  for (let count = 0; count < AT_ONCE; count += 1) managers.push(await aManagedKey(testDb.db));
  const [first, ...others] = managers;
  if (first === undefined) throw new Error('nobody');
  return [first, ...others];
}

test('ADM-04 of several managers who issue one stocked key at once, one gets it and the others are told', async () => {
  const { db } = testDb;
  for (let round = 0; round < ROUNDS; round += 1) {
    const managers = await severalManagers();
    const serial = `SN-${round}`;
    const line = {
      serial,
      kind: 'fido2',
      modelName: null,
      batch: null,
      cost: null,
      cardNumber: null,
    } as const;
    const by = { kind: 'staff', actor: managers[0].manager, trace: TRACE } as const;
    await receiveKeys(authServicesFor(db), { lines: [line], by });

    const choice = { from: 'stock', code: serial } as const;
    const outcomes = await Promise.all(managers.map((managed) => issue(managed, choice)));
    const [winner, ...others] = outcomes.filter(({ ok }) => ok);
    expect(others).toEqual([]);
    expect(outcomes.filter((outcome) => outcome !== winner)).toEqual(
      Array.from({ length: AT_ONCE - 1 }, () => ({ ok: false, reason: 'not_in_stock' })),
    );
    const key = await db.key.findUniqueOrThrow({ where: { liveSerial: serial } });
    const of = managers[outcomes.findIndex(({ ok }) => ok)];
    expect(key).toMatchObject({ status: 'assigned', holderId: of?.holderId, accountId: of?.accountId });
    expect(await db.invitation.count({ where: { keyId: key.id } })).toBe(1);
    expect(await db.auditEvent.count({ where: { type: 'key_issued', keyId: key.id } })).toBe(1);
  }
});

test('ADM-04 of several managers with the same serial in the hand, one receives and issues it', async () => {
  const { db } = testDb;
  for (let round = 0; round < ROUNDS; round += 1) {
    const managers = await severalManagers();
    const choice = { from: 'hand', serial: `HAND-${round}`, kind: 'fido2' } as const;
    const outcomes = await Promise.all(managers.map((managed) => issue(managed, choice)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes) {
      if (!outcome.ok) expect(outcome.reason).toBe('serial_of_live_key');
    }
    expect(await db.key.count({ where: { serial: choice.serial } })).toBe(1);
  }
});
