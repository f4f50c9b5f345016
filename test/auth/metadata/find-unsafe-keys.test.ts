import { expect } from 'vitest';
import { findUnsafeKeys } from '#auth/metadata/find-unsafe-keys.ts';
import type { Db } from '#prisma/client.ts';
import { aManagedKey, aStaffActor } from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';

async function suspended(db: Db, { keyId }: Managed, statusReason: string): Promise<void> {
  const data = { status: 'suspended', statusReason, suspendedAt: new Date() };
  await db.key.update({ where: { id: keyId }, data });
}

test('REG-11 a manager has the task to replace the keys of their own customers, and sees nobody else’s', async ({
  db,
}) => {
  const mine = await aManagedKey(db);
  await suspended(db, mine, 'model_status_bad');
  await suspended(db, await aManagedKey(db), 'model_status_bad');
  await suspended(db, await aManagedKey(db, { manager: mine.manager }), 'left on a train');
  const found = await findUnsafeKeys(db, mine.manager);
  expect(found).toMatchObject({ total: 1, keys: [{ keyId: mine.keyId, label: 'Demo key' }] });
  expect(await findUnsafeKeys(db, await aStaffActor(db, 'auditor'))).toEqual({ keys: [], total: 0 });
});

test('REG-11 of many only the first are told one by one, and all are counted', async ({ db }) => {
  const manager = await aStaffActor(db);
  for (let count = 0; count < 22; count += 1)
    await suspended(db, await aManagedKey(db, { manager }), 'model_status_bad');
  const { keys, total } = await findUnsafeKeys(db, manager);
  expect([keys.length, total]).toEqual([20, 22]);
});
