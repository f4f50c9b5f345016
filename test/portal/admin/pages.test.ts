import { describe, expect } from 'vitest';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import { aKey, aStaffHolder, anAccount, signedInStaff } from '#test/support/builders.ts';
import type { SignedIn } from '#test/support/builders.ts';
import { confirmedByAnother } from '#test/support/four-eyes.ts';
import { someMetadata } from '#test/support/metadata.ts';
import { toPem } from '#test/support/pem.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const ENGLISH = { headers: { 'accept-language': 'en' } };
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a';

describe('the company’s page', () => {
  test('takes a logo by its first bytes, and the portal shows it', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const response = await sendCompany(portal, as, { name: 'Demo Ltd', logo: PNG });
    expect(response.status).toBe(302);
    const logo = await portal.request('/company/logo');
    expect(logo.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await logo.arrayBuffer())).toEqual(PNG);
    expect(await typesOf(db)).toEqual(['company_settings_changed']);
  });

  test('refuses an SVG, whatever it calls itself, and keeps what was typed', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    const response = await sendCompany(portal, as, { name: 'Kept name', logo: svg });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('value="Kept name"');
    expect((await portal.request('/company/logo')).status).toBe(404);
    expect(await typesOf(db)).toEqual([]);
  });

  test('refuses a picture over 256 KiB, and does not even read a far larger form', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const large = new Uint8Array(256 * 1024 + 1);
    large.set(PNG);
    expect((await sendCompany(portal, as, { name: 'Demo', logo: large })).status).toBe(422);
    const huge = await sendCompany(portal, as, { name: 'Demo', logo: new Uint8Array(1024 * 1024) });
    expect(huge.status).toBe(413);
  });

  test('refuses a time zone that dates can’t be written in', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const form = { name: 'Demo', legalName: '', timeZone: 'Moon/Base' };
    expect((await portal.request('/admin/company', { as, form })).status).toBe(422);
  });
});

describe('the staff’s pages', () => {
  test('a person is added, and their link and code are shown once', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const form = { name: 'Demo Auditor', email: '', role: 'auditor' };
    const added = await portal.request('/admin/staff', { as, form });
    const path = added.headers.get('location')?.split('?')[0] ?? '';
    const shown = await portal.page(path, { as, form: { intent: 'invite', label: 'Blue' } });
    expect(shown).toMatch(/\/enrol#[\w-]{43}/);
    expect(shown).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
    const later = await portal.page(path, { as });
    expect(later).not.toContain('/enrol#');
    expect(later).toContain('Blue');
    expect(await typesOf(db)).toEqual(['step_up', 'staff_added', 'step_up', 'key_issued', 'staff_noticed']);
  });

  test('a role that does not exist is refused', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const form = { name: 'Somebody', email: '', role: 'owner' };
    expect((await portal.request('/admin/staff', { as, form })).status).toBe(422);
    expect(await db.holder.count({ where: { name: 'Somebody' } })).toBe(0);
  });

  test('a key is suspended with a reason, and only through its own holder’s page', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const officer = await signedInStaff(db, 'loyalty');
    const other = await aStaffHolder(db, 'auditor');
    const form = { intent: 'suspend', keyId: officer.keyId, reason: 'left on a train' };
    const wrong = await portal.request(`/admin/staff/${other.id}`, { as, form });
    expect(wrong.status).toBe(409);
    expect((await portal.request('/loyalty', { as: officer })).status).toBe(200);
    const right = await portal.request(`/admin/staff/${officer.holderId}`, { as, form });
    expect(right.headers.get('location')).toContain('done=suspended');
    expect((await portal.request('/loyalty', { as: officer })).status).toBe(302);
  });

  test('a suspended key is put back to work by an administrator, a revoked one by nobody', async ({
    portal,
    db,
  }) => {
    const as = await signedInStaff(db, 'administrator');
    const officer = await signedInStaff(db, 'loyalty');
    const change = (intent: string) =>
      portal.request(`/admin/staff/${officer.holderId}`, {
        as,
        form: { intent, keyId: officer.keyId, reason: 'as told' },
      });
    const statusOf = async () => (await db.key.findUniqueOrThrow({ where: { id: officer.keyId } })).status;

    await change('suspend');
    expect((await change('resume')).headers.get('location')).toContain('done=resumed');
    expect(await statusOf()).toBe('active');
    expect((await change('revoke')).headers.get('location')).toContain('done=revoked');
    expect((await change('resume')).status).toBe(409);
    expect(await statusOf()).toBe('revoked');
  });

  test('a list of keys says once what the own key is for, however many there are', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const { id: holderId } = await aStaffHolder(db, 'auditor');
    const notesWith = async (keys: number) => {
      for (let made = 0; made < keys; made += 1) await aKey(db, { holderId, accountId: null });
      const page = await portal.page(`/admin/staff/${holderId}`, { as });
      return [page.split('name="keyId"').length - 1, page.split('class="key-note"').length - 1];
    };
    const [formsOfOne = 0, notes] = await notesWith(1);
    expect(await notesWith(2)).toEqual([formsOfOne * 3, notes]);
  });

  test('the customers of a manager are handed to another one', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const from = await signedInStaff(db, 'account-manager');
    const to = await signedInStaff(db, 'account-manager');
    const account = await anAccount(db, { accountManagerId: from.holderId });
    const path = `/admin/staff/${from.holderId}`;
    expect(await portal.page(path, { as })).toContain(`value="${to.holderId}"`);

    const wrong = await portal.request(path, { as, form: { intent: 'hand-over', managerId: as.holderId } });
    expect(wrong.status).toBe(409);
    const right = await portal.request(path, { as, form: { intent: 'hand-over', managerId: to.holderId } });
    expect(right.headers.get('location')).toContain('done=handedOver');
    expect((await portal.request(`/desk/customers/${account.id}`, { as: from })).status).toBe(404);
    expect((await portal.request(`/desk/customers/${account.id}`, { as: to })).status).toBe(200);
  });

  test('whoever has left is signed out at their next request', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const officer = await signedInStaff(db, 'loyalty');
    const path = `/admin/staff/${officer.holderId}`;
    const silent = await portal.request(path, { as, form: { intent: 'end', reason: '' } });
    expect(silent.status).toBe(409);
    await portal.request(path, { as, form: { intent: 'end', reason: 'another job' } });
    expect((await portal.request('/loyalty', { as: officer })).status).toBe(302);
  });
});

test('SES-13 an alarm is settled with a finding, once, and with a touch', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'administrator');
  const holder = await aStaffHolder(db, 'auditor', { name: 'Demo Holder' });
  const key = await aKey(db, { holderId: holder.id, accountId: null });
  const alarm = await db.alarm.create({
    data: { kind: 'possible_clone', keyId: key.id, raisedAt: new Date() },
    select: { id: true },
  });
  expect(await portal.page('/admin', { as })).toContain('Demo Holder');
  const settle = (finding: string, touch = true) =>
    portal.request('/admin', { as, touch, form: { alarmId: alarm.id, finding } });
  expect((await settle('')).status).toBe(422);
  expect((await settle('a test of ours', false)).status).toBe(428);
  expect((await settle('a test of ours')).status).toBe(302);
  expect((await settle('again')).status).toBe(409);
  expect(await typesOf(db)).toEqual(['step_up_refused', 'step_up', 'alarm_settled', 'step_up']);
});

describe('the rules', () => {
  test('ADM-02 change with a reason, as a new version, once another administrator has confirmed it', async ({
    portal,
    db,
  }) => {
    const as = await signedInStaff(db, 'administrator');
    const form = policyForm({ idleMinutes: '10' });
    const unsaid = await portal.request('/admin/policy', { as, form: { ...form, reason: '' } });
    expect(unsaid.status).toBe(422);
    await confirmedByAnother(portal, db, await portal.request('/admin/policy', { as, form }));
    const versions = await portal.page('/audit/policy', { as, ...ENGLISH });
    expect(versions).toContain('after 10 idle minutes');
    expect(versions).toContain('long phone calls');
  });

  test('REG-10 say how the metadata’s reports are weighed', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const form = policyForm({
      metadataUncertified: 'refused',
      metadataUpdated: 'accepted',
      metadataStale: '7',
    });
    await confirmedByAnother(portal, db, await portal.request('/admin/policy', { as, form }));
    const { policyJson } = await db.policyVersion.findUniqueOrThrow({ where: { version: 2 } });
    expect(JSON.parse(policyJson)).toMatchObject({
      metadata: { uncertified: 'refused', updateAfterCompromise: 'accepted', staleAfterDays: 7 },
    });
    const impossible = policyForm({ version: '2', metadataStale: '400' });
    const refused = await portal.request('/admin/policy', { as, form: impossible });
    expect(await refused.text()).toContain('href="#metadataStale"');
  });

  test('come back as typed when a value is not possible', async ({ portal, db }) => {
    const as = await signedInStaff(db, 'administrator');
    const response = await portal.request('/admin/policy', { as, form: policyForm({ idleMinutes: '600' }) });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('href="#idleMinutes"');
    expect(await db.policyVersion.count()).toBe(1);
  });
});

test('ADM-02 a model is shown before it is asked for, and added once another administrator has confirmed it', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const texts = {
    aaguid: AAGUID,
    name: 'Demo key',
    maker: 'Demo maker',
    roots: toPem(createTestCa().certificate),
  };
  const unseen = await portal.page('/admin/policy/models', { as, form: { ...texts, intent: 'save' } });
  expect(await db.keyModel.count()).toBe(0);
  const shown = /name="shown" value="([^"]+)"/.exec(unseen)?.[1] ?? '';
  const exchanged = { ...texts, roots: toPem(createTestCa().certificate), intent: 'save', shown };
  await portal.page('/admin/policy/models', { as, form: exchanged });
  expect(await db.keyModel.count()).toBe(0);
  const asked = await portal.request('/admin/policy/models', {
    as,
    form: { ...texts, intent: 'save', shown },
  });
  expect(await db.keyModel.count()).toBe(0);
  await confirmedByAnother(portal, db, asked);
  expect(await db.keyModel.findMany({ select: { aaguid: true } })).toEqual([{ aaguid: AAGUID }]);
  expect(await typesOf(db)).toEqual([
    'step_up',
    'staff_proposal_made',
    'staff_noticed',
    'step_up',
    'staff_proposal_approved',
    'key_model_added',
  ]);
});

test('REG-09 the metadata’s number, age and warnings stand beside the models', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'administrator');
  const page = () => portal.page('/admin/policy/models', { as, ...ENGLISH });
  expect(await page()).toContain('No metadata was imported');
  await db.keyModel.create({
    data: {
      aaguid: AAGUID,
      name: 'Demo key',
      maker: 'Demo maker',
      rootsPem: toPem(createTestCa().certificate),
      addedAt: new Date(),
    },
  });
  const models = {
    [AAGUID]: [{ status: 'REVOKED', effectiveDate: '2026-05-01' }, { status: 'GOLDEN_STAR' }],
  };
  await someMetadata(db, { nextUpdateOn: '2020-01-01', models });
  const html = await page();
  for (const text of [
    'out of date',
    'Newer warnings are not known here',
    'revoked: not to be trusted',
    ', since 1 May 2026',
    'other certificates for it',
    'GOLDEN_STAR',
  ])
    expect(html).toContain(text);
  await someMetadata(db, { number: 8, nextUpdateOn: '2999-01-01', models: {} });
  const fresh = await page();
  expect(fresh).toContain('up to date');
  expect(fresh).toContain('not in the metadata');
});

test('sources show what they gave, how imports went, and which discounts they take', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  expect(await portal.page('/admin/sources', { as, ...ENGLISH })).toContain('No source yet');
  const at = new Date();
  await db.source.create({
    data: {
      kind: 'commerceml',
      name: 'Demo 1C',
      createdAt: at,
      states: { create: { kind: 'order', asOf: at, rowCount: 400 } },
      runs: {
        create: {
          fingerprint: 'x',
          startedAt: at,
          finishedAt: at,
          outcome: 'refused',
          problemsJson: JSON.stringify({
            told: [{ file: 'orders.csv', line: 7, column: 'total', reason: 'not a number' }],
            total: 1,
          }),
        },
      },
    },
    select: { id: true },
  });
  const html = await portal.page('/admin/sources', { as, ...ENGLISH });
  for (const text of [
    'Demo 1C',
    'refused, nothing changed',
    'orders.csv:7:total',
    'takes no discounts of keys',
  ])
    expect(html).toContain(text);
});

type Company = { name: string; logo: Uint8Array<ArrayBuffer> };

/** As a browser sends a form with a file. */
async function sendCompany(portal: TestPortal, as: SignedIn, { name, logo }: Company): Promise<Response> {
  const form = new FormData();
  form.set('name', name);
  form.set('legalName', '');
  form.set('timeZone', 'Europe/Moscow');
  form.set('logo', new File([logo], 'logo.png', { type: 'image/png' }));
  return fetch(`${portal.origin}/admin/company`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { cookie: `__Host-brelok-session=${as.token}`, origin: portal.origin },
  });
}

function policyForm(differences: Record<string, string>): Record<string, string> {
  return {
    version: '1',
    customerAttestation: 'required',
    staffAttestation: 'required',
    unattested: 'unattested',
    credentialProtection: 'asked',
    pinLength: '6',
    pinDemand: 'asked',
    idleMinutes: '5',
    absoluteHours: '12',
    lowerIdleMinutes: '10',
    lowerAbsoluteHours: '4',
    perKey: '3',
    places: '',
    invitationDays: String(DEMO_POLICY.invitationDays),
    oneTimePinDays: '7',
    unusedKeyDays: '14',
    metadataUncertified: 'accepted',
    metadataUpdated: 'refused',
    metadataStale: '30',
    orderTouch: '100000 RUB',
    agentKeyInFile: 'counts',
    reason: 'long phone calls',
    ...differences,
  };
}

async function typesOf(db: { auditEvent: TestPortal['services']['db']['auditEvent'] }): Promise<string[]> {
  const events = await db.auditEvent.findMany({ orderBy: { seq: 'asc' }, select: { type: true } });
  return events.map(({ type }) => type);
}
