import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { issueKey } from '#auth/keys/issue-key.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { findPrintableKey, makeStopCode } from '#auth/keys/print-hand-over.ts';
import { hashStopCode } from '#auth/keys/stop-code.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';
import { aCompanyIn, aDeputy } from '#test/support/deputies.ts';

async function anIssuedKey(db: Db, serial = 'SN-1') {
  await aCompanyIn(db);
  const auth = authServicesFor(db);
  const { manager, accountId, holderId } = await aManagedKey(db);
  const choice = { from: 'hand', serial, kind: 'fido2' } as const;
  const wish = { accountId, holderId, label: 'Blue', choice, requestId: randomUUID() };
  const issued = await issueKey(auth, { ...wish, actor: manager, trace: TRACE });
  if (!issued.ok) throw new Error(issued.reason);
  const { keyId, invitation } = issued;
  return { auth, request: { keyId, token: invitation.token, actor: manager, trace: TRACE } };
}

test('REC-02 a printed sheet has a stop code, of which only the hash is kept; a second sheet voids the first', async ({
  db,
}) => {
  const { auth, request } = await anIssuedKey(db);
  const [first, second] = [await makeStopCode(auth, request), await makeStopCode(auth, request)];
  if (!first.ok || !second.ok) throw new Error('not printed');
  const { stopCodeHash } = await db.key.findUniqueOrThrow({ where: { id: request.keyId } });
  expect(stopCodeHash).toBe(hashStopCode(auth.peppers.current, second.stopCode));
  expect(second.stopCode).not.toBe(first.stopCode);
  expect(await newestEvents(db)).toMatchObject([{ type: 'stop_code_made', keyId: request.keyId }]);
  expect(
    JSON.stringify(await db.auditEvent.findMany({ select: { detailsJson: true, note: true } })),
  ).not.toContain(second.stopCode);
});

test('REG-01 papers are printed for the open link of this very key only', async ({ db }) => {
  const { auth, request } = await anIssuedKey(db);
  const { request: other } = await anIssuedKey(db, 'SN-2');
  await db.customerAccount.updateMany({ data: { accountManagerId: request.actor.holderId } });
  for (const wrong of [
    { ...request, token: other.token },
    { ...request, token: '' },
    { ...request, keyId: other.keyId },
    { ...request, actor: await aStaffActor(db) },
    { ...request, actor: await aStaffActor(db, 'administrator') },
  ]) {
    expect(await makeStopCode(auth, wrong)).toEqual({ ok: false, reason: 'not_found' });
    expect(await findPrintableKey(auth, wrong)).toEqual({ ok: false, reason: 'not_found' });
  }
  expect(await findPrintableKey(auth, request)).toMatchObject({ ok: true });
  const { stopCodeHash } = await db.key.findUniqueOrThrow({ where: { id: request.keyId } });
  expect(stopCodeHash).toBeNull();
});

test('REG-01 nothing is printed for a link that is withdrawn or ran out', async ({ db }) => {
  const { auth, request } = await anIssuedKey(db);
  const later = { ...auth, now: () => new Date(Date.now() + 15 * 86_400_000) };
  expect(await findPrintableKey(later, request)).toEqual({ ok: false, reason: 'not_found' });
  await changeKeyStatus(auth, { ...request, transition: 'revoke', reason: 'wrong person' });
  expect(await makeStopCode(auth, request)).toEqual({ ok: false, reason: 'not_found' });
});

test('REC-02 the sheet knows who stands in for the manager today', async ({ db }) => {
  const { auth, request } = await anIssuedKey(db);
  const managerId = request.actor.holderId;
  const { holderId } = await aStaffActor(db);
  await aDeputy(db, { managerId, holderId, toOn: '2021-01-01' });
  expect(await findPrintableKey(auth, request)).toMatchObject({ key: { deputies: [] } });
  await aDeputy(db, { managerId, holderId });
  expect(await findPrintableKey(auth, request)).toMatchObject({
    key: { deputies: [{ untilOn: '2099-12-31' }] },
  });
});
