import { expect } from 'vitest';
import { commitTo, comparisonCode, digestKeySet } from '#auth/wire/comparison-code.ts';
import { importVerifyingKey } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import { verifyEnrolment } from '#auth/wire/verify-enrolment.ts';
import { messageOf, test } from '#test/support/agent.ts';
import { decideInWindow } from '#test/support/agent-http.ts';
import type { TestAgent } from '#test/support/agent.ts';
import { aWirePortal, token } from '#test/support/wire.ts';

async function begin({ request, portal }: TestAgent) {
  const nonce = token();
  const enrolNonce = commitTo(nonce);
  const outcome = await verifyEnrolment(messageOf(await request('enrol', { nonce: enrolNonce })), {
    audience: portal.origin,
    now: new Date(),
  });
  if (!outcome.ok) throw new Error(outcome.fault);
  return { nonce, enrolNonce, agentKid: outcome.kid, claims: outcome.claims };
}

test('an agent is enrolled once its holder has seen the same eight digits in the agent’s own window', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const pages: string[] = [];
  agent.holder.meets = async (url) => pages.push((await decideInWindow(url)).text);
  const { enrolNonce, agentKid, nonce: compareNonce } = await begin(agent);
  expect(agent.store.find(agent.portal.origin)).toBeNull();
  const compared = await agent.request('compare', { enrolNonce, agentKid, nonce: compareNonce });
  expect(compared.status).toBe(200);
  const keysDigest = digestKeySet(agent.portal.keys);
  const code = comparisonCode({ keysDigest, agentKid, enrolNonce, compareNonce });
  expect(pages[0]).toContain(`${code.slice(0, 4)} ${code.slice(4)}`);
  expect(agent.store.find(agent.portal.origin)).toMatchObject({
    name: 'Demo Tools',
    keys: agent.portal.keys,
  });
});

test('AGT-10 the agent says that its key lies in a file, and tells only the public half', async ({
  startAgent,
}) => {
  const { claims } = await begin(await startAgent());
  expect(claims).toMatchObject({ protection: 'file', isPeerChecked: false, jwk: { kty: 'EC' } });
  expect(claims.jwk).not.toHaveProperty('d');
});

test('digits that differ end the enrolment, and nothing is pinned', async ({ startAgent }) => {
  const agent = await startAgent();
  agent.holder.meets = (url) => decideInWindow(url, { decision: 'refuse' });
  const { nonce, enrolNonce, agentKid } = await begin(agent);
  const compared = await agent.request('compare', { enrolNonce, agentKid, nonce });
  expect(compared).toEqual({ status: 422, body: { error: 'not_confirmed' } });
  expect(agent.store.find(agent.portal.origin)).toBeNull();
  const again = await agent.request('compare', { enrolNonce, agentKid, nonce });
  expect(again.body).toEqual({ error: 'not_enrolled' });
});

test('a comparison for another agent key, another nonce or other portal keys shows no digits', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const { nonce, enrolNonce, agentKid } = await begin(agent);
  const other = await aWirePortal();
  const wrong = [
    { enrolNonce, agentKid: token(), nonce },
    { enrolNonce: token(), agentKid, nonce },
    { enrolNonce, agentKid, nonce, keys: { ...agent.portal.keys, encryption: other.keys.encryption } },
  ];
  for (const changes of wrong) {
    expect((await agent.request('compare', changes)).body).toEqual({ error: 'request_refused' });
  }
  expect(agent.windows).toEqual([]);
});

test('AGT-05 a nonce that was not promised before the agent had a key shows no digits, so that nobody can seek them', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const { enrolNonce, agentKid } = await begin(agent);
  const sought = await agent.request('compare', { enrolNonce, agentKid, nonce: token() });
  expect(sought.body).toEqual({ error: 'request_refused' });
  expect(agent.windows).toEqual([]);
});

test('AGT-05 a pinned portal’s origin can’t be enrolled again with other keys', async ({ startAgent }) => {
  const agent = await startAgent();
  await agent.enrol();
  const impostor = await aWirePortal();
  const { request } = await impostor.request('enrol');
  expect((await agent.ask('enrol', { message: request })).body).toEqual({ error: 'request_refused' });
  expect(agent.store.find(agent.portal.origin)).toMatchObject({ keys: agent.portal.keys });
});

test('AGT-05 a portal whose key to encrypt for is no point of the curve is not pinned', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const { keys } = agent.portal;
  const broken = { ...keys.encryption, y: Buffer.alloc(32, 7).toString('base64url') };
  const reply = await agent.request('enrol', { keys: { ...keys, encryption: broken } });
  expect(reply.body).toEqual({ error: 'request_refused' });
});

test('a portal that revoked an agent enrols it anew, and the agent comes with a new key', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const [first, second] = [await agent.enrol(), await agent.enrol()];
  expect(second.kid).not.toBe(first.kid);
});

test('AGT-05 the portal’s keys change with an overlap, and the agent follows without its holder', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  await agent.enrol();
  const next = await aWirePortal({ version: 2 });
  const both = { ...next.keys, signing: [...agent.portal.keys.signing, ...next.keys.signing] };
  await agent.request('watch', { keys: both });
  expect(agent.store.find(agent.portal.origin)).toMatchObject({ keys: { version: 2 } });
  const alone = { ...next.keys, version: 3 };
  const { request } = await next.request('watch', { keys: alone });
  expect((await agent.ask('watch', { message: request })).body).toEqual({ error: 'dongle_missing' });
  const late = await agent.request('watch', { keys: both });
  expect(late.body).toEqual({ error: 'request_refused' });
});

test('AGT-05 what nobody enrolled asks in vain, and nothing is shown or opened', async ({ startAgent }) => {
  const agent = await startAgent();
  for (const purpose of ['prove', 'register', 'watch', 'compare'] as const) {
    expect((await agent.request(purpose)).body, purpose).toEqual({ error: 'not_enrolled' });
  }
  expect(agent.windows).toEqual([]);
  expect(agent.transport.enumerations()).toBe(0);
});

test('two portals side by side meet two different keys, and neither can ask in the other’s name', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const key = await agent.enrol();
  const other = await aWirePortal({ origin: 'https://other.example' });
  await agent.store.allow(other.origin);
  const { request } = await other.request('enrol');
  const answered = await agent.ask('enrol', { message: request }, { origin: other.origin });
  const outcome = await verifyEnrolment(messageOf(answered), { audience: other.origin, now: new Date() });
  expect(outcome).toMatchObject({ ok: true });
  expect(outcome.ok && outcome.kid).not.toBe(key.kid);
  const posed = await other.request('watch', { origin: agent.portal.origin, iss: agent.portal.origin });
  expect((await agent.ask('watch', { message: posed.request })).body).toEqual({ error: 'request_refused' });
  const borrowed = await agent.portal.request('watch');
  const carried = await agent.ask('watch', { message: borrowed.request }, { origin: other.origin });
  expect(carried.body).toEqual({ error: 'not_enrolled' });
});

test('the word of the holder is signed with the enrolled key', async ({ startAgent }) => {
  const agent = await startAgent();
  const { nonce, enrolNonce, agentKid, claims } = await begin(agent);
  const key = await importVerifyingKey(claims.jwk);
  if (key === null) throw new Error('off the curve');
  const compared = await agent.request('compare', { enrolNonce, agentKid, nonce });
  expect(await agent.read(compared, MESSAGES.comparison, key)).toMatchObject({
    keysDigest: digestKeySet(agent.portal.keys),
  });
});
