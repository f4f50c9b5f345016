import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { aMembership, aHolder } from '#test/support/builders.ts';
import { ENGLISH, aDesk } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const LINK = /http:\/\/localhost:\d+\/enrol#([\w-]{43})/;
const CODE = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/;

const issuePath = ({ account }: Desk, requestId: string) =>
  `/desk/customers/${account.id}/issue-key?request=${requestId}`;

function issue(
  portal: TestPortal,
  desk: Desk,
  differences: Record<string, string> = {},
  requestId: string = randomUUID(),
) {
  const key = { label: 'Green', serial: 'SN-42', kind: 'fido2', evidence: 'seen-in-person' };
  const form = { person: desk.person.id, ...key, ...differences };
  return portal.request(issuePath(desk, requestId), { as: desk.manager, cookies: ENGLISH, form });
}

test('REG-01 issuing a key shows link, picture and code, and they do register a key', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const answer = await issue(portal, desk);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const page = await answer.text();
  const token = LINK.exec(page)?.[1] ?? '';
  const claimCode = CODE.exec(textOf(page))?.[0] ?? '';
  expect(page).toMatch(/<svg class="qr"[^>]*><path d="M4 4h7v1/);

  const opened = await openInvitation(portal.services.auth, {
    token,
    claimCode,
    browserToken: 'browser',
    trace: { ip: '', userAgentHash: '', browser: '' },
  });
  expect(opened).toMatchObject({ ok: true });
});

test('REC-03 a manager says how a key reaches its holder, and not that somebody confirmed it', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const page = await portal.page(issuePath(desk, randomUUID()), { as: desk.manager });
  const offered = (evidence: string) => page.includes(`value="${evidence}"`);
  expect(offered('contract-address')).toBe(true);
  for (const evidence of ['owner-confirmed', 'two-of-staff']) {
    expect(offered(evidence)).toBe(false);
    expect((await issue(portal, desk, { evidence })).status).toBe(422);
  }
  expect(await db.key.count({ where: { label: 'Green' } })).toBe(0);
});

test('the printed sheet names person, company, key and last day, and does not hold the code', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const page = await (await issue(portal, desk)).text();
  const sheet = /<article class="hand-over">.*<\/article>/s.exec(page)?.[0] ?? '';
  const printed = textOf(sheet);
  expect(printed).toContain('Key for Anna Demo');
  expect(printed).toContain('Opens the portal for Works LLC.');
  expect(printed).toContain('Green');
  expect(printed).toContain('SN-42');
  expect(printed).toMatch(/Works until \d+ \w+ \d{4}/);
  const code = CODE.exec(textOf(page.replace(sheet, '')))?.[0];
  expect(code).toBeDefined();
  expect(sheet).not.toContain(code);
});

test('opening the address again shows neither link nor code, and says how to get a new one', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const requestId = randomUUID();
  const first = await (await issue(portal, desk, {}, requestId)).text();
  const code = CODE.exec(textOf(first))?.[0] ?? '';
  const again = await portal.page(issuePath(desk, requestId), { as: desk.manager, cookies: ENGLISH });
  expect(again).not.toMatch(LINK);
  expect(again).not.toContain(code);
  expect(textOf(again)).toContain('This link was shown once');
  expect(again).toMatch(/\/desk\/keys\/[\w-]+\/new-link/);
});

test('sending the form twice issues one key and shows nothing again', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const requestId = randomUUID();
  await issue(portal, desk, {}, requestId);
  const second = await issue(portal, desk, {}, requestId);
  expect(second.status).toBe(302);
  expect(second.headers.get('location')).toBe(issuePath(desk, requestId));
  expect(await db.key.count({ where: { accountId: desk.account.id, status: 'assigned' } })).toBe(1);
});

test('what is missing is said at its field, and what was typed is kept', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const answer = await issue(portal, desk, { label: ' ', serial: 'SN-7' });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('href="#label"');
  expect(page).toContain('value="SN-7"');
  expect(await db.key.count({ where: { accountId: desk.account.id } })).toBe(1);
});

test('a key is never issued to somebody of another company, by whatever id', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const stranger = await aDesk(db);
  const answer = await issue(portal, desk, { person: stranger.person.id });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('Choose a person of this company.');
  expect(await db.key.count({ where: { holderId: stranger.person.id } })).toBe(1);
});

test('a form without its own id is no form of ours', async ({ portal, db }) => {
  const desk = await aDesk(db);
  for (const requestId of ['', '1', `${randomUUID()}x`]) {
    expect((await issue(portal, desk, {}, requestId)).status).toBe(400);
  }
});

test('keys that still wait are named before another is issued', async ({ portal, db }) => {
  const desk = await aDesk(db, { status: 'assigned' });
  const colleague = await aHolder(db, { name: 'Boris Demo' });
  await aMembership(db, { holderId: colleague.id, accountId: desk.account.id });
  const path = `/desk/customers/${desk.account.id}/issue-key?person=${colleague.id}`;
  const page = await portal.page(path, { as: desk.manager, cookies: ENGLISH });
  expect(textOf(page)).toContain('“Blue” for Anna Demo is issued and waits.');
  expect(page).toMatch(new RegExp(`<option value="${colleague.id}" selected`));
});

test('a new link is asked for, shown once, and takes the place of the old one', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const issued = await (await issue(portal, desk)).text();
  const oldToken = LINK.exec(issued)?.[1] ?? '';
  const oldCode = CODE.exec(textOf(issued))?.[0] ?? '';
  const keyPath = /\/desk\/keys\/[\w-]+/.exec(issued)?.[0] ?? '';

  const asked = await portal.page(`${keyPath}/new-link`, { as: desk.manager, cookies: ENGLISH });
  expect(textOf(asked)).toContain('The old link and its code stop working at once.');
  const action = /action="([^"]*new-link\?request=[^"]*)"/.exec(asked)?.[1] ?? '';
  const renewed = await portal.request(action, { as: desk.manager, cookies: ENGLISH, form: {} });
  expect(renewed.status).toBe(200);
  expect(LINK.exec(await renewed.text())?.[1]).not.toBe(oldToken);

  const opened = await openInvitation(portal.services.auth, {
    token: oldToken,
    claimCode: oldCode,
    browserToken: 'browser',
    trace: { ip: '', userAgentHash: '', browser: '' },
  });
  expect(opened).toEqual({ ok: false, reason: 'not_open' });

  const again = await portal.page(action, { as: desk.manager, cookies: ENGLISH });
  expect(again).not.toMatch(LINK);
  expect(again).toContain('This link was shown once');
  expect((await portal.request(action, { as: desk.manager, form: {} })).status).toBe(302);
});

test('a registered key gets no new link, and the page says why', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const path = `/desk/keys/${desk.keyId}/new-link?request=${randomUUID()}`;
  expect(await portal.page(path, { as: desk.manager, cookies: ENGLISH })).toContain(
    'This key does not wait for a link',
  );
  expect((await portal.request(path, { as: desk.manager, form: {} })).status).toBe(409);
  expect(await db.invitation.count()).toBe(0);
});
