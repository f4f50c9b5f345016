import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { fobChallenge, staticKey, staticProof } from '#auth/wire/fob-challenge.ts';
import type { VerifyingKey } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import { messageOf, test } from '#test/support/agent.ts';
import { decideInWindow } from '#test/support/agent-http.ts';
import type { TestAgent } from '#test/support/agent.ts';
import type { FobModel } from '#test/support/fobs/fob-model.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';
import { aVirtualYubikey } from '#test/support/fobs/virtual-yubikey.ts';
import { token } from '#test/support/wire.ts';

const CODE = Buffer.from('EVRIKA-2001-0042');
const SERIAL = '00c0ffee00000042';

type Enrolled = TestAgent & { key: VerifyingKey };

async function enrolled(startAgent: () => Promise<TestAgent>): Promise<Enrolled> {
  const agent = await startAgent();
  const key = await agent.enrol();
  agent.windows.length = 0;
  return { ...agent, key };
}

/** A holder who puts their finger on the fob as soon as it blinks. */
function touching<Model extends FobModel>(model: Model): Model {
  const timer = setInterval(() => model.touch(), 30);
  timer.unref();
  return model;
}

async function ask(agent: Enrolled, changes: Record<string, unknown> = {}) {
  const nonce = token();
  const reply = await agent.request('prove', { nonce, ...changes });
  const claims = await agent.read(reply, MESSAGES.proof, agent.key);
  const { serial } = claims.fob;
  const challenge = fobChallenge({ nonce, origin: agent.portal.origin, serial, kid: agent.key.kid });
  return { claims, challenge, proof: Buffer.from(claims.fob.proof, 'base64url') };
}

test('a YubiKey that is touched proves itself to this portal, by this agent, for this nonce', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  const secret = Buffer.alloc(20, 0x0b);
  agent.transport.plug(touching(aVirtualYubikey({ secret })));
  const { claims, challenge, proof } = await ask(agent);
  expect(proof).toEqual(createHmac('sha1', secret).update(challenge).digest());
  expect(claims).toMatchObject({
    fob: { kind: 'hmac-sha1', vendorId: 0x1050, productId: 0x0401, serial: '12345678', slot: 2 },
    isTouched: true,
    isConfirmed: false,
    origin: agent.portal.origin,
  });
  expect(agent.windows).toEqual([]);
});

test('a finger that was there before the YubiKey blinked counts as a touch', async ({ startAgent }) => {
  const agent = await enrolled(startAgent);
  const key = aVirtualYubikey();
  const getFeature = () => {
    key.touch();
    return key.getFeature();
  };
  agent.transport.plug({ ...key, getFeature });
  expect((await ask(agent)).claims.isTouched).toBe(true);
});

test('AGT-06 a fob without a button answers only after its holder allowed it in the agent’s own window', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  const secret = Buffer.alloc(32, 0x2a);
  agent.transport.plug(aReferenceFob({ secret }));
  const { claims, challenge, proof } = await ask(agent);
  expect(proof).toEqual(createHmac('sha256', secret).update(challenge).digest());
  expect(claims).toMatchObject({
    isTouched: false,
    isConfirmed: true,
    fob: { kind: 'hmac-sha256', serial: SERIAL },
  });
  expect(agent.windows).toHaveLength(1);
});

test('AGT-09 of a static code nothing but a proof leaves the agent, sealed for the portal', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  agent.transport.plug(aReferenceFob({ secret: null, code: CODE }));
  const { claims, challenge, proof } = await ask(agent);
  expect(proof).toEqual(Buffer.from(staticProof(staticKey(CODE, SERIAL), challenge)));
  expect(claims.fob.kind).toBe('static-code');
  const reply = await agent.request('prove');
  expect(messageOf(reply).split('.')).toHaveLength(5);
  expect(JSON.stringify(reply.body)).not.toContain(SERIAL);
  for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const) {
    expect(agent.logged.join()).not.toContain(CODE.toString(form));
  }
});

test('AGT-06 what the holder refuses, or leaves unanswered, is not read from the fob', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  agent.holder.meets = (url) => decideInWindow(url, { decision: 'refuse' });
  const fob = aReferenceFob({ secret: null, code: CODE });
  agent.transport.plug(fob);
  expect((await agent.request('prove')).body).toEqual({ error: 'not_confirmed' });
  expect(fob.commands).toEqual([1]);
});

test('AGT-08 with two fobs plugged in the holder chooses, and the page learns of neither', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  agent.holder.meets = (url) => decideInWindow(url, { choice: 1 });
  agent.transport.plug(aReferenceFob({ serial: '0000000000000001' }));
  agent.transport.plug(aReferenceFob({ serial: '0000000000000002' }));
  const { claims } = await ask(agent);
  expect(claims).toMatchObject({ fob: { serial: '0000000000000002' }, isConfirmed: true });
  expect(agent.windows).toHaveLength(1);
});

test('AGT-08 a fob that the portal names is found among several; without it another one does not answer', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  agent.transport.plug(aReferenceFob({ serial: '0000000000000001' }));
  agent.transport.plug(aReferenceFob({ serial: '0000000000000002' }));
  const { claims } = await ask(agent, { serial: '0000000000000002' });
  expect(claims.fob.serial).toBe('0000000000000002');
  expect((await agent.request('prove', { serial: '0000000000000003' })).body).toEqual({
    error: 'dongle_other',
  });
  agent.transport.unplug('hidraw2');
  expect((await agent.request('prove', { serial: '0000000000000002' })).body).toEqual({
    error: 'dongle_other',
  });
});

test('AGT-08 a fob that is swapped while its holder reads the window does not answer for the other', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  agent.holder.meets = (url) => {
    agent.transport.replace('hidraw1', aReferenceFob({ serial: '0000000000000009' }));
    return decideInWindow(url);
  };
  agent.transport.plug(aReferenceFob());
  expect((await agent.request('prove')).body).toEqual({ error: 'dongle_other' });
});

test('AGT-08 a second request meets a busy agent, and a page that goes away frees it', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  agent.transport.plug(aVirtualYubikey());
  const leaving = new AbortController();
  const { request, claims } = await agent.portal.request('prove');
  const waiting = agent
    .ask('prove', { message: request }, { signal: leaving.signal })
    .catch((error: unknown) => error);
  await until(async () => (await agent.ask('progress', { txn: claims.txn })).body['stage'] === 'touch');
  expect((await agent.request('prove')).body).toEqual({ error: 'busy' });
  leaving.abort();
  expect(await waiting).toBeInstanceOf(Error);
  await until(async () => (await agent.request('watch')).body['error'] === 'dongle_missing');
  expect(agent.transport.openNow()).toBe(0);
});

test('AGT-09 how far it is, only the page that asked may know', async ({ startAgent }) => {
  const agent = await enrolled(startAgent);
  await agent.store.allow('https://other.example');
  const leaving = new AbortController();
  const { request, claims } = await agent.portal.request('prove');
  const waiting = agent
    .ask('prove', { message: request }, { signal: leaving.signal })
    .catch((error: unknown) => error);
  const question = { txn: claims.txn };
  await until(async () => (await agent.ask('progress', question)).body['stage'] === 'plug_in');
  expect((await agent.ask('progress', question, { origin: 'https://other.example' })).body).toEqual({
    stage: null,
  });
  expect((await agent.ask('progress', { txn: token(16) })).body).toEqual({ stage: null });
  leaving.abort();
  await waiting;
});

test('a fob that is plugged in while the page waits is found', async ({ startAgent }) => {
  const agent = await enrolled(startAgent);
  const asked = ask(agent);
  await until(async () => agent.transport.enumerations() > 0);
  agent.transport.plug(aReferenceFob());
  expect((await asked).claims.fob.serial).toBe(SERIAL);
});

test('AGT-05 the same request is carried out once', async ({ startAgent }) => {
  const agent = await enrolled(startAgent);
  agent.transport.plug(aReferenceFob());
  const { request } = await agent.portal.request('prove');
  expect((await agent.ask('prove', { message: request })).status).toBe(200);
  expect((await agent.ask('prove', { message: request })).body).toEqual({ error: 'request_replayed' });
});

test('AGT-05 a request for one thing is not carried out as another, nor for another page', async ({
  startAgent,
}) => {
  const agent = await enrolled(startAgent);
  const fob = aReferenceFob();
  agent.transport.plug(fob);
  const { request } = await agent.portal.request('watch');
  expect((await agent.ask('prove', { message: request })).body).toEqual({ error: 'request_refused' });
  const elsewhere = await agent.request('prove', { origin: 'https://other.example' });
  expect(elsewhere.body).toEqual({ error: 'request_refused' });
  expect(fob.commands).toEqual([]);
});

test('a fob that this user may not open is told apart from one that fails', async ({ startAgent }) => {
  const agent = await enrolled(startAgent);
  agent.transport.deny(agent.transport.plug(aReferenceFob()));
  expect((await agent.request('prove')).body).toEqual({ error: 'dongle_access_denied' });
});

test('a static code is registered by the key that checks it, not by itself', async ({ startAgent }) => {
  const agent = await enrolled(startAgent);
  agent.transport.plug(aReferenceFob({ secret: null, code: CODE }));
  const reply = await agent.request('register');
  const { fob } = await agent.read(reply, MESSAGES.registration, agent.key);
  expect(fob).toMatchObject({ kind: 'static-code', serial: SERIAL, model: 'Demo Fob', needsTouch: false });
  expect(Buffer.from(fob.staticKey ?? '', 'base64url')).toEqual(Buffer.from(staticKey(CODE, SERIAL)));
  expect(agent.windows).toHaveLength(1);
});

test('a YubiKey is registered only with the touch flag, and tells no secret', async ({ startAgent }) => {
  const agent = await enrolled(startAgent);
  const path = agent.transport.plug(aVirtualYubikey({ needsTouch: false }));
  expect((await agent.request('register')).body).toEqual({ error: 'dongle_without_touch' });
  agent.transport.replace(path, aVirtualYubikey());
  const { fob } = await agent.read(await agent.request('register'), MESSAGES.registration, agent.key);
  expect(fob).toMatchObject({ kind: 'hmac-sha1', firmware: '5.4.3', needsTouch: true, slot: 2 });
  expect(fob).not.toHaveProperty('staticKey');
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it never came to that');
}
