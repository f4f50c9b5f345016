import { expect } from 'vitest';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { ENGLISH, RUSSIAN, aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const TRACE = { ip: '192.0.2.7', userAgentHash: '', browser: '' };

type Change = 'suspend' | 'resume' | 'revoke';

const pathOf = ({ keyId }: Desk) => `/desk/keys/${keyId}`;
const see = async (portal: TestPortal, desk: Desk, path = pathOf(desk), cookies = ENGLISH) =>
  textOf(await portal.page(path, { as: desk.manager, cookies }));
const change = (portal: TestPortal, desk: Desk, what: Change, reason = 'left on a train') =>
  portal.request(`${pathOf(desk)}/${what}`, { as: desk.manager, cookies: ENGLISH, form: { reason } });

test('the page that asks names key, holder, company, and how many sessions end', async ({ portal, db }) => {
  const desk = await aDesk(db);
  await aSessionOf(db, desk);
  await aSessionOf(db, desk);
  const suspend = await see(portal, desk, `${pathOf(desk)}/suspend`);
  expect(suspend).toContain('Suspend the key “Blue”');
  expect(suspend).toContain('It is the key of Anna Demo, Works LLC.');
  expect(suspend).toContain('2 sessions end within five seconds, in every open window.');
  const revoke = await see(portal, desk, `${pathOf(desk)}/revoke`, RUSSIAN);
  expect(revoke).toContain('Отозвать брелок «Blue»');
  expect(revoke).toContain('2 сеанса закончатся в течение пяти секунд');
});

test('SES-05 a suspended key’s pages are over at the next request, and the desk says how many ended', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const session = await aSessionOf(db, desk);
  const answer = await change(portal, desk, 'suspend');
  expect(answer.status).toBe(302);
  const page = await see(portal, desk, answer.headers.get('location') ?? '');
  expect(page).toContain('The key is suspended. 1 session ended.');
  expect(page).toContain('left on a train');
  expect((await portal.request('/my-key', { as: session })).status).toBe(302);
});

test('a suspended key is resumed, a key in any state but revoked is revoked', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const statusOf = async () => (await db.key.findUniqueOrThrow({ where: { id: desk.keyId } })).status;
  await change(portal, desk, 'suspend');
  expect(await statusOf()).toBe('suspended');
  await change(portal, desk, 'resume');
  expect(await statusOf()).toBe('active');
  await change(portal, desk, 'revoke');
  expect(await statusOf()).toBe('revoked');
});

test('without a reason nothing happens, and the page says what is missing', async ({ portal, db }) => {
  const desk = await aDesk(db);
  for (const reason of ['', '   ', '\u200b', 'x'.repeat(501)]) {
    const answer = await change(portal, desk, 'revoke', reason);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('id="reason-error"');
  }
  expect((await db.key.findUniqueOrThrow({ where: { id: desk.keyId } })).status).toBe('active');
  expect(await db.auditEvent.count()).toBe(0);
});

test('REC-07 what is not possible from this state is answered with 409, and said plainly', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db, { status: 'revoked' });
  for (const what of ['suspend', 'resume', 'revoke'] as const) {
    const answer = await change(portal, desk, what);
    expect(answer.status).toBe(409);
    const page = textOf(await answer.text());
    expect(page).toContain('That is not possible now');
    expect(page).toContain('This key is revoked, and that is final.');
  }
  const waiting = await aDesk(db, { status: 'assigned' });
  const answer = await change(portal, waiting, 'suspend');
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('It can be sent, revoked, or given a new link.');
});

test('an address that is no change is not there', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const path = `${pathOf(desk)}/activate`;
  expect((await portal.request(path, { as: desk.manager })).status).toBe(404);
  expect((await portal.request(path, { as: desk.manager, form: { reason: 'x' } })).status).toBe(404);
});

test('the key’s page offers only what is possible now', async ({ portal, db }) => {
  const offers = async (status: string) => {
    const desk = await aDesk(db, { status });
    const page = await portal.page(pathOf(desk), { as: desk.manager });
    const links = [
      ...page.matchAll(/\/desk\/keys\/[\w-]+\/(ship|suspend|resume|report-lost|revoke|destroy|new-link)"/g),
    ];
    return links.map(([, what]) => what);
  };
  expect(await offers('assigned')).toEqual(['new-link', 'ship', 'report-lost', 'revoke']);
  expect(await offers('shipped')).toEqual(['new-link', 'report-lost', 'revoke']);
  expect(await offers('active')).toEqual(['suspend', 'report-lost', 'revoke']);
  expect(await offers('suspended')).toEqual(['resume', 'report-lost', 'revoke']);
  expect(await offers('lost')).toEqual(['revoke']);
  expect(await offers('revoked')).toEqual(['destroy']);
  expect(await offers('destroyed')).toEqual([]);
});

test('the history tells in words what happened, by whom and why, in both languages', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  await db.holder.update({ where: { id: desk.manager.holderId }, data: { name: 'Marina Demo' } });
  await change(portal, desk, 'suspend', 'lost <b>somewhere</b>');
  const { audit } = portal.services;
  await db.$transaction((tx) =>
    audit.record(tx, {
      type: 'sign_in_refused',
      result: 'refused',
      reason: 'key_suspended',
      keyId: desk.keyId,
      trace: TRACE,
      at: new Date(),
    }),
  );
  const english = await see(portal, desk);
  expect(english).toMatch(/Sign-in refused The key is suspended 192\.0\.2\.0\/24/);
  expect(english).toMatch(/Suspended lost &lt;b&gt;somewhere&lt;\/b&gt; Marina Demo/);
  const russian = await see(portal, desk, pathOf(desk), RUSSIAN);
  expect(russian).toMatch(/Во входе отказано Брелок приостановлен/);
  expect(russian).toMatch(/Приостановлен lost .* Marina Demo/);
});

test('what a newer version wrote into the log is told as something else, not in code', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { audit } = portal.services;
  await db.$transaction((tx) =>
    audit.record(tx, {
      type: 'permission_refused',
      result: 'refused',
      reason: 'some_new_code',
      sessionId: 's',
      keyId: desk.keyId,
      at: new Date(),
    }),
  );
  const page = await see(portal, desk);
  expect(page).toContain('Something else');
  expect(page).not.toContain('permission_refused');
  expect(page).not.toContain('some_new_code');
});

test('a long history goes on page by page, without a gap', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const { audit } = portal.services;
  await db.$transaction(async (tx) => {
    for (let day = 1; day <= 31; day += 1) {
      const at = new Date(Date.UTC(2026, 0, day, 12));
      await audit.record(tx, {
        type: 'key_resumed',
        result: 'ok',
        keyId: desk.keyId,
        note: `reason ${day}.`,
        at,
      });
    }
  });
  const first = await portal.page(pathOf(desk), { as: desk.manager, cookies: ENGLISH });
  expect(first).toContain('reason 31.');
  expect(first).toContain('reason 2.');
  expect(first).not.toContain('reason 1.');
  const next = /href="(\/desk\/keys\/[\w-]+\?before=\d+)"/.exec(first)?.[1] ?? '';
  const second = await portal.page(next, { as: desk.manager, cookies: ENGLISH });
  expect(second).toContain('reason 1.');
  expect(second).not.toContain('reason 2.');
  expect(second).not.toMatch(/href="[^"]*before=/);
});

test('SES-06 a manager ends one session of a key; the key and its other sessions go on', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const [here, there] = [await aSessionOf(db, desk), await aSessionOf(db, desk)];
  const answer = await portal.request(`${pathOf(desk)}/sessions/${there.id}/end`, {
    as: desk.manager,
    form: {},
  });
  expect(answer.headers.get('location')).toBe(`${pathOf(desk)}?done=session-ended`);
  expect((await portal.request('/my-key', { as: there })).status).toBe(302);
  expect((await portal.request('/my-key', { as: here })).status).toBe(200);
});

test('a session of another key of the same manager is not ended by this key’s address', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const other = await aDesk(db);
  await db.customerAccount.updateMany({ data: { accountManagerId: desk.manager.holderId } });
  const session = await aSessionOf(db, other);
  const path = `${pathOf(desk)}/sessions/${session.id}/end`;
  expect((await portal.request(path, { as: desk.manager, form: {} })).status).toBe(404);
  expect((await portal.request('/my-key', { as: session })).status).toBe(200);
});

test('a suspicion of a copy, raised by the portal itself, is told as such', async ({ portal, db }) => {
  const desk = await aDesk(db);
  await db.key.update({
    where: { id: desk.keyId },
    data: { status: 'suspended', statusReason: 'sign_count_regressed' },
  });
  expect(await see(portal, desk)).toContain('Its counter went back: there may be a copy');
});

test('an administrator’s suspension stands in the manager’s history with their name', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const administrator = await aStaffActor(db, 'administrator');
  const { name } = await db.holder.findUniqueOrThrow({ where: { id: administrator.holderId } });
  await changeKeyStatus(portal.services.auth, {
    keyId: desk.keyId,
    transition: 'suspend',
    reason: 'reported stolen',
    actor: administrator,
    trace: TRACE,
  });
  expect(await see(portal, desk)).toContain(`Suspended reported stolen ${name}`);
});
