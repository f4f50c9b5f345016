/** The addresses that speak with agents or let a page do so, as a browser and as anybody else sees them. */
import { expect } from 'vitest';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import type { KeyKind } from '#auth/keys/key-kind.ts';
import { HEARTBEAT_PATH } from '#auth/wire/protocol.ts';
import { toShownText } from '#portal/dongles/shown-text.ts';
import { dongleProblemOf, DONGLE_PROBLEMS } from '#portal/dongles/agent-problem.ts';
import { AGENT_ERROR_CODES } from '#key-agent/errors.ts';
import { invite, TRACE } from '#test/support/auth.ts';
import { ENGLISH, RUSSIAN } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aYubikey, writeSecret } from '#test/support/soft-agent.ts';
import { allAddresses } from '#test/support/route-table.ts';

const AGENT = 'http://127.0.0.1:17700 http://127.0.0.1:27700 http://127.0.0.1:37700';
const SPEAKS_TO_AGENT = new Set(['/sign-in/dongle', '/enrol/dongle', '/enrol/computer']);
const COOKIES = { '__Host-brelok-browser': 'b'.repeat(43) };

test('WEB-01, WEB-05 three pages may reach the agent on loopback, and no other page of the portal', async ({
  portal,
}) => {
  for (const { path } of allAddresses()) {
    const { headers } = await portal.request(path);
    const policy = headers.get('content-security-policy') ?? '';
    const permissions = headers.get('permissions-policy') ?? '';
    const isOne = SPEAKS_TO_AGENT.has(path);
    const connect = /connect-src ([^;]*)/.exec(policy)?.[1];
    expect([path, connect]).toEqual([path, isOne ? `'self' ${AGENT}` : `'self'`]);
    expect([path, permissions.includes(`loopback-network=(${isOne ? 'self' : ''})`)]).toEqual([path, true]);
    expect(permissions).toContain('local-network=()');
  }
});

test('a heartbeat is taken from programs, never from a page, and a stranger is only told to stop', async ({
  portal,
}) => {
  expect((await portal.request(HEARTBEAT_PATH, { json: { message: 'x' } })).status).toBe(403);
  expect((await portal.request(HEARTBEAT_PATH)).status).toBe(403);
  const asProgram = await beat(portal, '{"message":"x"}');
  expect([asProgram.status, await asProgram.json()]).toEqual([200, { watch: 'stop' }]);
  expect(asProgram.headers.get('cache-control')).toBe('no-store');
});

test('WEB-10 a heartbeat is small JSON with one member, and nothing else', async ({ portal }) => {
  expect((await beat(portal, '{"message":"x","more":1}')).status).toBe(400);
  expect((await beat(portal, '{"message"')).status).toBe(400);
  expect((await beat(portal, '{"message":"x"}', 'text/plain')).status).toBe(415);
  expect((await beat(portal, JSON.stringify({ message: 'x'.repeat(20_000) }))).status).toBe(413);
});

/** As the agent's program sends it: without an origin. */
function beat({ origin }: { origin: string }, body: string, type = 'application/json'): Promise<Response> {
  return fetch(`${origin}${HEARTBEAT_PATH}`, { method: 'POST', body, headers: { 'content-type': type } });
}

test('AUT-12 every way in which a dongle is refused looks the same to a stranger', async ({ portal }) => {
  const answers = new Set<string>();
  for (const message of ['', 'a.b.c', 'a.b.c.d.e', 'x'.repeat(10_000)]) {
    const begun = await portal.request('/sign-in/dongle/begin', { json: {}, cookies: COOKIES });
    const { state } = (await begun.json()) as { state: string };
    for (const sealed of [state, 'made-up']) {
      const json = { state: sealed, message, pin: 'gadfly47' };
      const finished = await portal.request('/sign-in/dongle/finish', { json, cookies: COOKIES });
      answers.add(`${finished.status} ${await finished.text()}`);
    }
  }
  expect([...answers]).toEqual(['403 {"code":"refused"}']);
});

test('a page without a cookie begins nothing, and without a ticket nothing is registered', async ({
  portal,
}) => {
  expect((await portal.request('/sign-in/dongle/begin', { json: {} })).status).toBe(400);
  const body = { state: 'x', message: 'x', pin: 'gadfly47' };
  for (const path of [
    'agent/begin',
    'agent/compare',
    'agent/finish',
    'dongle/begin',
    'dongle/try',
    'dongle/finish',
  ]) {
    const refused = await portal.request(`/enrol/${path}`, { json: body, cookies: COOKIES });
    expect([path, refused.status]).toEqual([path, 409]);
  }
});

test('a ticket is for its own kind of key: no agent by that of another, no other key by that of a dongle', async ({
  portal,
}) => {
  const { auth } = portal.services;
  const cookiesOf = async (kind: KeyKind, isStaff = false) => {
    const { invitation } = await invite(auth, { kind, isStaff });
    const browserToken = COOKIES['__Host-brelok-browser'];
    const opened = await openInvitation(auth, { ...invitation, browserToken, trace: TRACE });
    if (!opened.ok) throw new Error(opened.reason);
    return { ...COOKIES, '__Host-brelok-ticket': opened.ticket };
  };
  const [dongle, other, ofStaff] = [
    await cookiesOf('challenge-response'),
    await cookiesOf('fido2'),
    await cookiesOf('challenge-response', true),
  ];
  const statusOf = async (path: string, cookies: Record<string, string>) =>
    (await portal.request(path, { json: {}, cookies })).status;
  expect(await statusOf('/enrol/agent/begin', dongle)).toBe(200);
  expect(await statusOf('/enrol/agent/begin', other)).toBe(409);
  expect(await statusOf('/enrol/agent/begin', ofStaff)).toBe(409); // ADM-01
  expect(await statusOf('/enrol/begin', dongle)).toBe(422);
  expect((await portal.request('/enrol/key', { cookies: dongle })).headers.get('location')).toBe(
    '/enrol/dongle',
  );
  expect((await portal.request('/enrol/dongle', { cookies: other })).headers.get('location')).toBe(
    '/enrol/key',
  );
  expect(await portal.page('/enrol/dongle', { cookies: dongle })).toContain('id="enrol-dongle"');
  const body = { state: 'x', message: 'x', pin: 'gadfly47', name: '' };
  const statusesOf = (paths: readonly string[], cookies: Record<string, string>) =>
    Promise.all(paths.map(async (path) => (await portal.request(path, { json: body, cookies })).status));
  const [ofKey, ofComputer] = [
    ['/enrol/dongle/begin', '/enrol/dongle/try', '/enrol/dongle/finish'],
    ['/enrol/computer/begin', '/enrol/computer/finish'],
  ];
  expect(await statusesOf(['/enrol/dongle/begin'], dongle)).toEqual([200]);
  expect(await statusesOf(ofComputer, dongle)).toEqual([409, 409]);
  const { db } = portal.services;
  const ofDongles = { kind: 'challenge-response', accountId: { not: null } };
  const { id: keyId } = await db.key.findFirstOrThrow({ where: ofDongles, select: { id: true } });
  await writeSecret(auth, keyId, aYubikey());
  await db.key.update({ where: { id: keyId }, data: { status: 'active' } });
  await db.invitation.updateMany({ where: { keyId }, data: { purpose: 'computer' } });
  expect(await statusOf('/enrol/computer/begin', dongle)).toBe(200);
  expect(await statusesOf(ofKey, dongle)).toEqual([409, 409, 409]);
});

test('every code of the agent has a sentence that says what to do, in both languages', async ({ portal }) => {
  const [english, russian] = [
    await portal.page('/sign-in/dongle', { cookies: ENGLISH }),
    await portal.page('/sign-in/dongle', { cookies: RUSSIAN }),
  ];
  for (const code of AGENT_ERROR_CODES) expect(DONGLE_PROBLEMS).toContain(dongleProblemOf(code));
  for (const html of [english, russian]) {
    for (const problem of DONGLE_PROBLEMS) expect(html).toContain(`data-problem="${problem}" hidden`);
  }
  expect(english).toContain('href="/agent"');
  expect(await portal.page('/agent', { cookies: ENGLISH })).toContain(
    `brelok-key-agent allow ${portal.origin}`,
  );
  const unsaid = AGENT_ERROR_CODES.filter((code) => dongleProblemOf(code) === 'other');
  expect(unsaid).toEqual(['request_refused', 'request_replayed', 'cancelled']);
});

test('a company’s name reaches the agent’s window as one plain short line', () => {
  expect(toShownText('  Demo\n\u202eTools  Ltd ')).toBe('Demo Tools Ltd');
  expect(toShownText('\u0007')).toBe('Brelok');
  expect(toShownText('ж'.repeat(300))).toHaveLength(120);
});
