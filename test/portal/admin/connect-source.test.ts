import { afterEach, expect } from 'vitest';
import { claimDueSources } from '#portal/connectors/connection/claim-due-sources.server.ts';
import type { Db } from '#prisma/client.ts';
import { readLog } from '#test/support/audit-log.ts';
import { signedInStaff } from '#test/support/builders.ts';
import { WORLDS } from '#test/support/emulated-worlds.ts';
import type { World } from '#test/support/emulated-worlds.ts';
import { test } from '#test/support/portal-test.ts';
import { aSource } from '#test/support/trade-builders.ts';

const PATH = '/admin/sources/connect';
const ENGLISH = { headers: { 'accept-language': 'en' } };
const FORM = {
  intent: 'save',
  name: 'erp',
  preset: '1c-ut11',
  mapping: '',
  company: '',
  database: '',
  language: '',
  timeZone: 'Europe/Moscow',
  everyMinutes: '15',
  auth: 'basic',
  user: 'portal',
  secret: 'secret',
  tokenUrl: '',
};

const opened: World[] = [];
afterEach(async () => {
  for (const { emulator } of opened.splice(0)) await emulator.close();
});

async function aWorld(): Promise<World> {
  const world = await WORLDS[0].open();
  opened.push(world);
  return world;
}

test('an administrator connects an ERP, tests it and looks at its rows; the password is never shown again', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const { address } = (await aWorld()).emulator;

  const saved = await portal.request(PATH, { as, form: { ...FORM, address } });
  expect(saved.headers.get('location')).toBe(`${PATH}?name=erp&done=saved`);

  const page = await portal.page(`${PATH}?name=erp`, { as, ...ENGLISH });
  expect(page).toContain(address);
  expect(page).not.toContain('value="secret"');
  const tested = await portal.page(`${PATH}?name=erp`, {
    as,
    ...ENGLISH,
    form: { intent: 'test', name: 'erp' },
  });
  expect(tested).toContain('Catalog_Контрагенты');
  expect(tested).toContain('all there');
  const shown = await portal.page(`${PATH}?name=erp`, {
    as,
    ...ENGLISH,
    form: { intent: 'preview', name: 'erp' },
  });
  expect(shown).toContain('ООО «Завод 1»');
  expect(await db.counterparty.count()).toBe(0);
  expect(await db.auditEvent.count({ where: { type: 'source_added', actorId: as.holderId } })).toBe(1);
});

test('a new ERP gives nothing to the portal before an administrator has looked at its rows and begun', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const { address } = (await aWorld()).emulator;
  const { asking } = portal.services;
  const at = `${PATH}?name=erp`;
  const due = async () => {
    const found: string[] = [];
    for await (const { name } of claimDueSources(asking)) found.push(name);
    return found;
  };
  await portal.request(PATH, { as, form: { ...FORM, address } });
  await portal.request(PATH, { as, form: { ...FORM, address, everyMinutes: '30' } }); // saved once more
  expect(await due()).toEqual([]);
  expect(await portal.page(at, { as, ...ENGLISH })).not.toContain('value="begin"');

  const shown = await portal.page(at, { as, ...ENGLISH, form: { intent: 'preview', name: 'erp' } });
  expect(shown).toContain('value="begin"');
  const begun = await portal.request(PATH, { as, form: { intent: 'begin', name: 'erp' } });
  expect(begun.headers.get('location')).toBe(`${at}&done=begun`);
  expect(await due()).toEqual(['erp']);
  await portal.request(PATH, { as, form: { ...FORM, address } });
  expect(await due()).toEqual(['erp']); // a change asks for no second beginning
  // Saved, saved, begun, saved.
  const told = (await readLog(db)).map(({ type }) => type).filter((type) => type.startsWith('source_'));
  expect(told).toEqual(['source_added', 'source_changed', 'source_changed', 'source_changed']);
});

test('an administrator says which system it is and is asked only for what that one needs', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const fieldsOf = async (query: string) => {
    const page = await portal.page(`${PATH}${query}`, { as, ...ENGLISH });
    return [...page.matchAll(/<(?:input|select|textarea)[^>]* name="(\w+)"/g)].map(([, name]) => name);
  };

  const choice = await portal.page(PATH, { as, ...ENGLISH });
  expect(choice).toContain(`href="${PATH}?system=odoo"`);
  const [odoo, own] = [await fieldsOf('?system=odoo'), await fieldsOf('?system=own')];
  expect(odoo).toEqual(expect.arrayContaining(['database', 'user', 'secret', 'preset']));
  expect(odoo).not.toContain('tokenUrl');
  expect(odoo).not.toContain('company');
  expect(own).toEqual(expect.arrayContaining(['mapping', 'tokenUrl', 'company', 'database']));

  const { address } = (await aWorld()).emulator;
  await portal.request(PATH, { as, form: { ...FORM, address } });
  const stored = await fieldsOf('?name=erp');
  expect(stored).toContain('preset');
  expect(stored).not.toContain('mapping');
  expect(await fieldsOf('?name=erp&mapping=own')).toContain('mapping');
});

test('ADM-01 nothing is saved without a touch of the key', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'administrator');
  const { address } = (await aWorld()).emulator;

  const response = await portal.request(PATH, { as, form: { ...FORM, address }, touch: false });

  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(await db.sourceConnection.count()).toBe(0);
});

test('another host means that the password is entered again', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'administrator');
  const { address } = (await aWorld()).emulator;
  await portal.request(PATH, { as, form: { ...FORM, address } });

  const form = { ...FORM, auth: 'keep', user: '', secret: '', address: 'https://other.example/odata/' };
  const moved = await portal.request(PATH, { as, form });

  expect(moved.headers.get('location')).toContain('done=credentials-gone');
  const page = await portal.page(`${PATH}?name=erp`, { as, ...ENGLISH });
  expect(page).toContain('it is not asked until you enter it');
});

test('what is wrong is told with its place, nothing is saved, and what was typed stays', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const send = async (differences: object) => {
    const form = { ...FORM, address: 'https://erp.example/', ...differences };
    const response = await portal.request(PATH, { as, ...ENGLISH, form });
    return { status: response.status, text: await response.text() };
  };

  const address = await send({ address: 'http://user:hush@erp.example/' });
  expect(address.status).toBe(422);
  expect(address.text).toContain('is the address of the service');
  const mapping = await send({ preset: '', mapping: '{"mapping": 1' });
  expect(mapping).toMatchObject({ status: 422, text: expect.stringContaining('This is not JSON.') });
  const partial = await send({ preset: '', mapping: '{"mapping": 1}' });
  expect(partial.text).toContain('mapping.feeds');
  expect(partial.text).toContain('value="https://erp.example/"');
  expect(await sources(db)).toBe(0);
});

function sources(db: Db): Promise<number> {
  return db.source.count();
}

test('the list of sources says which one is not asked, what a kind’s last reading ended with, and how a drop was broken off', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const { address } = (await aWorld()).emulator;
  await portal.request(PATH, { as, form: { ...FORM, address } });
  const { id: sourceId } = await db.source.findUniqueOrThrow({ where: { name: 'erp' } });
  const list = () => portal.page('/admin/sources', { as, ...ENGLISH });
  expect(await list()).toContain('does not take anything from it yet');
  await portal.request(PATH, { as, form: { intent: 'begin', name: 'erp' } });
  expect(await list()).not.toMatch(/notice-(?:problem|watch)/);

  await db.sourceConnection.updateMany({ data: { stoppedBy: 'credentials' } });
  const fault = { fault: 'forbidden', faultDetail: 'Document_ЗаказКлиента: no right to read' };
  await db.sourceFeed.create({ data: { sourceId, kind: 'order', fingerprint: 'x', ...fault } });
  const run = { fingerprint: 'x', startedAt: new Date(), outcome: 'changed_while_read' };
  await db.importRun.create({ data: { sourceId, ...run } });
  const stopped = await list();
  expect(stopped).toContain('does not take the stored user or password');
  expect(stopped).toMatch(/orders.*<code>Document_ЗаказКлиента: no right to read<\/code>/);
  expect(stopped).toContain('its files changed while they were read');

  await db.sourceConnection.updateMany({ data: { credentialsSealed: null } });
  expect(await list()).toContain('Its password is not stored');
});

test('while a first reading is under way the list says how far it is, how fast, and how long it will take', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const { id: sourceId } = await aSource(db);
  const said = { phase: 'read', kind: 'order', rowsDone: 3_200, rowsTotal: 10_000, rowsPerSecond: 850 };
  const list = async (at: Date) => {
    await db.importRun.deleteMany();
    const progressJson = JSON.stringify({ ...said, at });
    await db.importRun.create({ data: { sourceId, fingerprint: 'pull', startedAt: at, progressJson } });
    return portal.page('/admin/sources', { as, ...ENGLISH });
  };

  expect(await list(new Date())).toContain('reading, orders: 3,200 of 10,000, 850 a second');
  expect(await list(new Date())).toContain('about 8 s left');
  expect(await list(new Date(Date.now() - 120_000))).not.toContain('a second'); // its process died
});
