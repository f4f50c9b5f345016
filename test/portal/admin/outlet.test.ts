import { afterEach, expect } from 'vitest';
import { signedInStaff } from '#test/support/builders.ts';
import { startOdoo } from '#test/support/odoo-emulator.ts';
import { startOrderEmulator } from '#test/support/order-emulator.ts';
import { test } from '#test/support/portal-test.ts';
import { aSource } from '#test/support/trade-builders.ts';

const ENGLISH = { headers: { 'accept-language': 'en' } };
const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const emulator of opened.splice(0)) await emulator.close();
});

test('an administrator opens an ERP (emulated) for orders, tests it and closes it; the password is never shown again', async ({
  portal,
  db,
}) => {
  const erp = await startOrderEmulator('v3');
  opened.push(erp);
  const { id } = await aSource(db);
  await db.source.update({ where: { id }, data: { kind: 'odata' } });
  const as = await signedInStaff(db, 'administrator');
  const path = `/admin/sources/${id}/orders`;
  const save = {
    intent: 'save',
    address: erp.address,
    preset: '1c-ut11',
    mapping: '',
    company: '',
    auth: 'basic',
    user: 'orders',
    secret: 'write-secret',
    tokenUrl: '',
  };
  const untouched = await portal.request(path, { as, form: save, touch: false });
  expect(untouched.status).toBe(428);
  expect(await db.orderOutlet.count()).toBe(0);

  const saved = await portal.request(path, { as, form: save });
  expect(saved.headers.get('location')).toBe(`${path}?done=saved`);
  const shown = await portal.page(path, { as, ...ENGLISH });
  expect(shown).toContain('What customers ask for goes there.');
  expect(shown).not.toContain('write-secret');
  expect(await portal.page(path, { as, ...ENGLISH, form: { intent: 'test' } })).toContain('The ERP answers');
  erp.accounts = {};
  const refused = await portal.page(path, { as, ...ENGLISH, form: { intent: 'test' } });
  expect(refused).toContain('does not take the user or the password');

  await portal.request(path, { as, form: { intent: 'close' } });
  expect(await db.orderOutlet.findUnique({ where: { sourceId: id } })).toMatchObject({
    credentialsSealed: null,
  });
  expect(await portal.page(path, { as, ...ENGLISH })).toContain('Customers can’t order these goods here.');
  expect(await db.auditEvent.count({ where: { type: 'source_changed', actorId: as.holderId } })).toBe(2);
});

test('what is wrong with a mapping is said before the key is asked, field by field', async ({
  portal,
  db,
}) => {
  const { id } = await aSource(db);
  await db.source.update({ where: { id }, data: { kind: 'odata' } });
  const as = await signedInStaff(db, 'administrator');
  const mapping = JSON.stringify({ orderMapping: 1, title: 'x', dialect: 'v3', set: 'A/B', keyField: 'K' });
  const form = {
    intent: 'save',
    address: 'ftp://erp',
    preset: '',
    mapping,
    auth: 'basic',
    user: 'u',
    secret: 's',
  };
  const answer = await portal.request(`/admin/sources/${id}/orders`, { as, form, touch: false, ...ENGLISH });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('is the address of the service');
});

test('an administrator opens an Odoo (emulated) for orders: its database and an API key are asked for, and a change of the server deletes the key', async ({
  portal,
  db,
}) => {
  const erp = await startOdoo(19, { 'sale.order': { types: {}, rows: [] } });
  erp.password = 'write-secret';
  opened.push(erp);
  const { id } = await aSource(db);
  await db.source.update({ where: { id }, data: { kind: 'odoo' } });
  const as = await signedInStaff(db, 'administrator');
  const path = `/admin/sources/${id}/orders`;
  const empty = await portal.page(path, { as, ...ENGLISH });
  for (const field of ['name="database"', 'API key', 'Odoo 16–19']) expect(empty).toContain(field);
  expect(empty).not.toContain('name="tokenUrl"');

  const save = { intent: 'save', preset: 'odoo', mapping: '', auth: 'basic', user: 'orders' };
  const form = { ...save, address: erp.address, database: 'shop', secret: 'write-secret' };
  const nowhere = { ...form, database: '' };
  const refused = await portal.request(path, { as, ...ENGLISH, form: nowhere, touch: false });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('settings.database');
  const saved = await portal.request(path, { as, form });
  expect(saved.headers.get('location')).toBe(`${path}?done=saved`);
  const shown = await portal.page(path, { as, ...ENGLISH });
  expect(shown).toContain('value="shop"');
  expect(shown).not.toContain('write-secret');
  expect(await portal.page(path, { as, ...ENGLISH, form: { intent: 'test' } })).toContain('The ERP answers');

  const moved = { ...form, address: 'https://other.example/', auth: 'keep', secret: '' };
  expect((await portal.request(path, { as, form: moved })).headers.get('location')).toBe(
    `${path}?done=credentials-gone`,
  );
  const gone = await portal.page(path, { as, ...ENGLISH, form: { intent: 'test' } });
  expect(gone).toContain('There is no password');
});
