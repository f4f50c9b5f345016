import { expect } from 'vitest';
import { ALARM_KINDS, raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import type { NewAlarm } from '#auth/alarms/raise-alarm.ts';
import type { Db } from '#prisma/client.ts';
import { authServicesFor } from '#test/support/actors.ts';
import { aKey, aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import {
  aReachableAdministrator,
  aReachableCompany,
  addressesOf,
  lettersOf,
  withAddress,
} from '#test/support/letters.ts';

function raise(db: Db, alarm: Omit<NewAlarm, 'at'>): Promise<void> {
  const { audit } = authServicesFor(db);
  return db.$transaction((tx) => raiseAlarm(tx, audit, { ...alarm, at: new Date() }));
}

test('ADM-08 every alarm is written to every administrator with an address, and to nobody else', async ({
  db,
}) => {
  await aReachableAdministrator(db, 'one@seller.example');
  await aReachableAdministrator(db, 'two@seller.example');
  const gone = await aReachableAdministrator(db, 'gone@seller.example');
  await db.holder.update({ where: { id: gone }, data: { status: 'left' } });
  const { id: auditor } = await aStaffHolder(db, 'auditor');
  await withAddress(db, auditor, 'auditor@seller.example');
  for (const kind of ALARM_KINDS) await raise(db, { kind });
  const letters = await lettersOf(db, 'alarm_raised');
  expect(letters.map(({ alarm }) => alarm).toSorted()).toEqual([...ALARM_KINDS].toSorted());
  expect(new Set(await addressesOf(db, 'alarm_raised'))).toEqual(
    new Set(['one@seller.example', 'two@seller.example']),
  );
});

test('ADM-08 an alarm that is open is written about once, however often it is raised', async ({ db }) => {
  await aReachableAdministrator(db);
  const { accountId, buyerId: holderId } = await aReachableCompany(db);
  const { id: keyId } = await aKey(db, { holderId, accountId, label: 'Blue' });
  for (let times = 0; times < 3; times += 1) await raise(db, { kind: 'two_places', keyId, accountId });
  expect(await addressesOf(db, 'alarm_raised')).toEqual(['admin@seller.example']);
  expect(await lettersOf(db, 'alarm_raised')).toMatchObject([{ keyLabel: 'Blue', accountName: 'Works LLC' }]);
});
