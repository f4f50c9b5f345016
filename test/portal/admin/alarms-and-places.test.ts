/** What the administrator sees of alarms, and what the rules say of places and sessions. */
import { expect } from 'vitest';
import { ALARM_KINDS, raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { aSession, anAccount, signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, RUSSIAN, aDesk, aHeldClaim, aHeldRequest } from '#test/support/desk-builders.ts';
import { confirmedByAnother } from '#test/support/four-eyes.ts';
import { test } from '#test/support/portal-test.ts';

test('ADM-08 every kind of alarm has its words on the administrator’s page, in both languages', async ({
  portal,
  db,
}) => {
  const { token } = await signedInStaff(db, 'administrator');
  const { audit, now } = portal.services;
  for (const kind of ALARM_KINDS) await db.$transaction((tx) => raiseAlarm(tx, audit, { kind, at: now() }));
  const english = await portal.page('/admin', { as: token, cookies: ENGLISH });
  const russian = await portal.page('/admin', { as: token, cookies: RUSSIAN });
  expect(english.match(/name="alarmId"/g)).toHaveLength(ALARM_KINDS.length);
  expect(english).not.toContain('no words for');
  expect(russian).not.toContain('нет названия');
});

test('ADM-08 a manager who opens more than thirty customers within minutes raises an alarm, once', async ({
  portal,
  db,
}) => {
  const manager = await signedInStaff(db, 'account-manager');
  for (let index = 0; index < 33; index += 1) {
    const { id } = await anAccount(db, { accountManagerId: manager.holderId });
    await portal.page(`/desk/customers/${id}`, { as: manager });
    if (index === 29) expect(await db.alarm.count()).toBe(0);
  }
  expect(await db.alarm.findMany({ select: { kind: true, keyId: true } })).toEqual([
    { kind: 'bulk_reads', keyId: manager.keyId },
  ]);
});

test('ADM-08 a key’s page, a request’s page and a line of an exported report are reads of their customers', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { holderId } = desk.manager;
  const { reads, now } = portal.services;
  const { id: requestId } = await aHeldRequest(db, desk);
  const { id: claimId } = await aHeldClaim(db, desk);
  const paths = [
    `/desk/keys/${desk.keyId}`,
    `/desk/requests/${requestId}`,
    `/desk/claims/${claimId}`,
    '/desk/keys/reports/export?report=single',
  ];
  for (const path of paths) {
    await db.alarm.deleteMany();
    for (let read = 0; read < 30; read += 1) reads.note({ holderId, accountId: `${read}`, at: now() });
    await portal.page(path, { as: desk.manager });
    expect([path, await db.alarm.count({ where: { kind: 'bulk_reads' } })]).toEqual([path, 1]);
  }
});

test('SES-06 the administrator names networks on the rules page, one a line, and faults are told', async ({
  portal,
  db,
}) => {
  const { token } = await signedInStaff(db, 'administrator');
  const page = await portal.page('/admin/policy', { as: token, cookies: ENGLISH });
  expect(page).toContain('Networks with a name');
  const send = (places: string, perKey = '3') =>
    portal.request('/admin/policy', { as: token, cookies: ENGLISH, form: policyForm({ places, perKey }) });
  for (const [places, perKey] of [
    ['192.0.2.7/24 Office', '3'],
    ['192.0.2.0/24', '3'],
    ['', '0'],
  ] as const) {
    const refused = await send(places, perKey);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('is not possible')]);
  }
  const saved = await send('192.0.2.0/24  Main office\r\n\r\n2001:db8::/32 Warehouse', '5');
  await confirmedByAnother(portal, db, saved);
  const { policyJson } = await db.policyVersion.findUniqueOrThrow({ where: { version: 2 } });
  expect(JSON.parse(policyJson)).toMatchObject({
    session: { perKey: 5 },
    places: [
      { cidr: '192.0.2.0/24', label: 'Main office' },
      { cidr: '2001:db8::/32', label: 'Warehouse' },
    ],
  });
  const auditor = await signedInStaff(db, 'auditor');
  const rules = await portal.page('/audit/policy', { as: auditor, cookies: ENGLISH });
  expect(rules).toContain('Main office (192.0.2.0/24), Warehouse (2001:db8::/32)');
  expect(rules).toContain('5 at most; one more ends the oldest');
});

test('SES-06 a list of sessions shows the name of a network in place of its address', async ({
  portal,
  db,
}) => {
  const customer = await signedInCustomer(db);
  const { keyId, holderId, accountId } = customer;
  const other = await aSession(db, { keyId, holderId, accountId });
  await db.session.update({ where: { id: other.id }, data: { place: 'Main office' } });
  await db.session.update({ where: { id: customer.sessionId }, data: { place: '192.0.2.0/24' } });
  const page = await portal.page('/my-key', { as: customer, cookies: ENGLISH });
  expect(page).toContain('Main office');
  expect(page).not.toContain('network Main office');
  expect(page).toContain('network 192.0.2.0/24');
});

test('SES-09 a browser whose session was ended by a newer one, and the newer one, are told so', async ({
  portal,
  db,
}) => {
  const customer = await signedInCustomer(db);
  const data = { endedAt: new Date(), endedReason: 'too_many_sessions' };
  const query = '/my-key?done=displaced&return=%2Forders';
  const page = await portal.page(query, { as: customer, cookies: ENGLISH });
  expect(page).toContain('its oldest session was ended');
  expect(page).toContain('href="/orders"');
  const elsewhere = await portal.page('/my-key?done=displaced&return=%2F%2Fother.example', { as: customer });
  expect(elsewhere).not.toContain('Перейти на нужную');
  await db.session.update({ where: { id: customer.sessionId }, data });
  const response = await portal.request('/orders', { as: customer });
  expect(response.headers.get('location')).toBe('/sign-in?return=%2Forders&reason=displaced');
  const signIn = await portal.page('/sign-in?reason=displaced', { cookies: ENGLISH });
  expect(signIn).toContain('more places than the rules allow');
});

function policyForm(differences: Record<string, string>): Record<string, string> {
  const { session, minPinLength, invitationDays, oneTimePinDays, unusedKeyDays, metadata } =
    PRODUCTION_POLICY;
  return {
    version: '1',
    customerAttestation: 'required',
    staffAttestation: 'required',
    unattested: 'unattested',
    credentialProtection: 'asked',
    pinLength: String(minPinLength.length),
    pinDemand: 'asked',
    idleMinutes: String(session.idleMinutes),
    absoluteHours: String(session.absoluteHours),
    perKey: String(session.perKey),
    lowerIdleMinutes: String(session.lower.idleMinutes),
    lowerAbsoluteHours: String(session.lower.absoluteHours),
    places: '',
    invitationDays: String(invitationDays),
    oneTimePinDays: String(oneTimePinDays),
    unusedKeyDays: String(unusedKeyDays),
    metadataUncertified: metadata.uncertified,
    metadataUpdated: metadata.updateAfterCompromise,
    metadataStale: String(metadata.staleAfterDays),
    orderTouch: '100000 RUB',
    agentKeyInFile: 'counts',
    reason: 'a test',
    ...differences,
  };
}
