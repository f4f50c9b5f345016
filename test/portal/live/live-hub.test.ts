import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import express from 'express';
import { expect, vi } from 'vitest';
import type { AuthServices } from '#auth/auth-services.ts';
import { touchSession } from '#auth/sessions/find-session.ts';
import { beginWatch } from '#auth/sessions/presence.ts';
import { endSessionsOfKey } from '#auth/sessions/end-sessions.ts';
import { createLiveHub } from '#portal/live/live-hub.server.ts';
import { authServicesFor } from '#test/support/actors.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { test as withDatabase } from '#test/support/db.ts';

type Live = { open: (token: string) => Promise<Response>; faults: unknown[] };

/** The hub alone on a port, on services that a test may break. */
const test = withDatabase.extend<{ listen: (auth: AuthServices) => Promise<Live> }>({
  // oxlint-disable-next-line no-empty-pattern
  listen: async ({}, use) => {
    const ends: (() => void)[] = [];
    await use(async (auth) => {
      const faults: unknown[] = [];
      const hub = createLiveHub(auth, (error) => faults.push(error));
      const server = createServer(express().get('/live', hub.handler)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      ends.push(() => {
        hub.close();
        server.closeAllConnections();
        server.close();
      });
      const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
      const open = (token: string) =>
        fetch(`http://127.0.0.1:${port}/live`, { headers: { Cookie: `__Host-brelok-session=${token}` } });
      return { open, faults };
    });
    for (const end of ends) end();
  },
});

async function firstEvent(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  return new TextDecoder().decode(value);
}

type Reader = ReadableStreamDefaultReader<Uint8Array> | undefined;

/** Everything that a stream still says until its end. */
async function restOf(reader: Reader): Promise<string> {
  let said = '';
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    if (done) return said;
    said += new TextDecoder().decode(value, { stream: true });
  }
}

const READERS = new WeakMap<Response, NonNullable<Reader>>();

/** The next word on how long the session goes on. */
async function untilTime(response: Response): Promise<unknown> {
  const reader = READERS.get(response) ?? response.body?.getReader();
  if (reader === undefined) throw new Error('an answer without a body');
  READERS.set(response, reader);
  for (;;) {
    const { value, done } = await reader.read();
    const [, told] = /event: time\ndata: (.*)\n/.exec(new TextDecoder().decode(value)) ?? [];
    if (told !== undefined) return JSON.parse(told);
    if (done) throw new Error('the stream ended without a word on the time');
  }
}

test('SES-05 an open page hears within seconds that its session is over', async ({ db, listen }) => {
  const { token, keyId } = await signedInCustomer(db);
  const { open } = await listen(authServicesFor(db));
  const response = await open(token);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: open');
  await db.$transaction((tx) => endSessionsOfKey(tx, { keyId, reason: 'key_revoked', at: new Date() }));
  expect(await restOf(reader)).toContain('event: ended');
});

test('SES-03 an open page hears that its session is locked, which is not over', async ({ db, listen }) => {
  const { token, sessionId } = await signedInCustomer(db);
  const { open } = await listen(authServicesFor(db));
  const reader = (await open(token)).body?.getReader();
  await reader?.read();
  await db.session.update({ where: { id: sessionId }, data: { lockedAt: new Date() } });
  expect(await restOf(reader)).toContain('event: locked');
  expect(await firstEvent(await open(token))).toContain('event: locked');
});

test('SES-03 a stream never moves the idle limit, and tells all pages of a session how it moves', async ({
  db,
  listen,
}) => {
  const { token, sessionId } = await signedInCustomer(db);
  const seenAt = async () => (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt;
  const restedSince = new Date(Date.now() - 4.5 * 60_000);
  await db.session.update({ where: { id: sessionId }, data: { lastSeenAt: restedSince } });
  const { open } = await listen(authServicesFor(db));
  const readers = await Promise.all([open(token), open(token)]);
  for (const response of readers)
    expect(await untilTime(response)).toMatchObject({ idle: expect.closeTo(30, -1) });
  expect(await seenAt()).toEqual(restedSince);

  await touchSession(db, { sessionId, now: new Date() });
  for (const response of readers)
    expect(await untilTime(response)).toMatchObject({ idle: expect.closeTo(300, -1) });
});

test('SES-07 an open page is told within seconds that whoever watched its key is gone', async ({
  db,
  listen,
}) => {
  const { token, sessionId, keyId } = await signedInCustomer(db);
  const clock = { at: Date.now() };
  const auth = authServicesFor(db, { now: () => new Date(clock.at) });
  await db.$transaction((tx) => beginWatch(tx, { sessionId, keyId, agentId: 'agent-1', now: auth.now() }));
  const { open } = await listen(auth);
  const reader = (await open(token)).body?.getReader();
  await reader?.read();
  clock.at += 13_000; // a pass of two seconds later the page is empty: fifteen in all
  expect(await restOf(reader)).toContain('event: locked');
});

test('a page without a session is told so at once', async ({ db, listen }) => {
  const { open } = await listen(authServicesFor(db));
  expect(await firstEvent(await open('nobody'))).toContain('event: ended');
});

test('a session gets its share of streams, however many it asks for at once', async ({ db, listen }) => {
  const { token } = await signedInCustomer(db);
  const { open } = await listen(authServicesFor(db));
  const answers = await Promise.all(Array.from({ length: 60 }, () => open(token)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(40);
});

test('a database that does not answer ends no session and no process', async ({ db, listen }) => {
  const { token } = await signedInCustomer(db);
  const auth = authServicesFor(db);
  const state = { isDown: false };
  const policy = () => (state.isDown ? Promise.reject(new Error('no database')) : auth.policy());
  const { open, faults } = await listen({ ...auth, policy });
  const watched = await open(token);
  expect(await firstEvent(watched)).toContain('event: open');

  state.isDown = true;
  const refused = await open(token);
  expect(await refused.text()).not.toContain('event: ended');
  await vi.waitFor(() => expect(faults.length).toBeGreaterThan(1), { timeout: 8_000 });
  state.isDown = false;
  expect(await firstEvent(await open(token))).toContain('event: open');
});
