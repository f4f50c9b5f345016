import { expect } from 'vitest';
import { basic, askExchange } from '#test/support/exchange-client.ts';
import { signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';

const PATH = '/admin/sources/exchange';

/** Tests run as the demo, which takes no real data. */
function inProduction({ services }: TestPortal): void {
  services.env = { ...services.env, mode: 'production' };
}

test('an administrator opens the exchange, sees the password once, and closes it again', async ({
  portal,
  db,
}) => {
  inProduction(portal);
  const as = await signedInStaff(db, 'administrator');
  const form = { intent: 'open', sourceName: '1C', networks: '127.0.0.1, ::1' };
  const answer = await portal.request(PATH, { as, form });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  const [, login = ''] = />(1c-[0-9a-f]{8})</.exec(html) ?? [];
  const [, password = ''] = />([\w-]{43})</.exec(html) ?? [];
  const query = { type: 'catalog', mode: 'checkauth' };
  const signIn = () => askExchange(portal.origin, { query, headers: basic({ login, password }) });
  expect((await signIn()).lines[0]).toBe('success');

  const listed = await portal.page(PATH, { as });
  expect(listed).toContain(login);
  expect(listed).not.toContain(password);
  const accessId = /name="accessId" value="([^"]+)"/.exec(listed)?.[1] ?? '';
  expect((await portal.request(PATH, { as, form: { intent: 'allow', accessId } })).status).toBe(302);
  const { isRemovalAllowed } = await db.exchangeAccess.findFirstOrThrow({
    select: { isRemovalAllowed: true },
  });
  expect(isRemovalAllowed).toBe(true);
  expect((await portal.request(PATH, { as, form: { intent: 'close', accessId } })).status).toBe(302);
  expect((await signIn()).status).toBe(401);
  expect((await portal.request(PATH, { as, form: { intent: 'close', accessId } })).status).toBe(409);
  const events = await db.auditEvent.findMany({
    where: { type: { in: ['exchange_opened', 'exchange_closed'] } },
    orderBy: { seq: 'asc' },
    select: { type: true },
  });
  expect(events.map(({ type }) => type)).toEqual(['exchange_opened', 'exchange_closed']);
});

test('AUT-19 without a touch of the key the exchange stays closed', async ({ portal, db }) => {
  inProduction(portal);
  const as = await signedInStaff(db, 'administrator');
  const form = { intent: 'open', sourceName: '1C', networks: '' };
  expect((await portal.request(PATH, { as, form, touch: false })).status).toBe(428);
  expect(await db.exchangeAccess.count()).toBe(0);
});

test('what is wrong in the form is named, and nothing is opened', async ({ portal, db }) => {
  inProduction(portal);
  const as = await signedInStaff(db, 'administrator');
  const answer = await portal.request(PATH, {
    as,
    form: { intent: 'open', sourceName: '', networks: 'everywhere' },
  });
  expect(answer.status).toBe(422);
  expect(await db.exchangeAccess.count()).toBe(0);
  await db.source.create({ data: { kind: 'file-drop', name: 'Files', createdAt: new Date() } });
  const taken = await portal.request(PATH, {
    as,
    form: { intent: 'open', sourceName: 'Files', networks: '' },
  });
  expect(taken.status).toBe(409);
});

test('the demo says that it takes no real data, and takes none', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'administrator');
  expect(await portal.page(PATH, { as })).not.toContain('name="sourceName"');
  const form = { intent: 'open', sourceName: '1C', networks: '' };
  expect((await portal.request(PATH, { as, form })).status).toBe(400);
  expect(await db.exchangeAccess.count()).toBe(0);
});
