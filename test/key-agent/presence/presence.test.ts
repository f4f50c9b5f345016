import { expect, test as plain } from 'vitest';
import { MESSAGES } from '#auth/wire/messages.ts';
import type { Heartbeat } from '#auth/wire/messages.ts';
import { verifyMessage } from '#auth/wire/signed-message.ts';
import { createPresence } from '#key-agent/presence/presence.ts';
import type { PostHeartbeat, PostOutcome } from '#key-agent/presence/post-heartbeat.ts';
import { aFidoKey } from '#test/support/fobs/fob-model.ts';
import { aBench } from '#test/support/fobs/plugged.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';
import { test } from '#test/support/agent.ts';
import { aPrivateJwk, aWirePortal, token, verifyingKeyOf } from '#test/support/wire.ts';

const SECOND = 1_000;

async function watching(
  reply: (heartbeat: Heartbeat) => PostOutcome = () => ({ ok: true, watch: 'continue' }),
) {
  const bench = aBench(5);
  const agentKey = aPrivateJwk();
  const { keys, origin } = await aWirePortal();
  const portal = { origin, name: 'Demo', keys, agentKey, enrolledAt: '2026-05-20T10:00:00.000Z' };
  const beats: (Heartbeat & { atMs: number })[] = [];
  const post: PostHeartbeat = async (_, message) => {
    const { clock } = bench;
    const expected = { kind: MESSAGES.heartbeat, keys: [await verifyingKeyOf(agentKey)], audience: origin };
    const outcome = await verifyMessage<Heartbeat>(message, { ...expected, now: clock.now() });
    if (!outcome.ok) throw new Error(outcome.fault);
    beats.push({ ...outcome.claims, atMs: clock.passedMs() });
    return reply(outcome.claims);
  };
  const logged: string[] = [];
  const log = (_: string, event: string) => void logged.push(event);
  const presence = createPresence({ ...bench, post, log });
  const [fob, txn] = [await bench.plug(aReferenceFob()), token(16)];
  const begin = (paths = [fob.path]) => presence.watch({ portal, txn, paths, isBesideOthers: false });
  return { ...bench, presence, fob, txn, beats, begin, portal, logged };
}

/** The watch runs on a clock that it moves itself; it is over when the last heartbeat says so. */
async function until(holds: () => boolean): Promise<void> {
  for (let look = 0; look < 2_000; look += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it never came to that');
}

plain('SES-07 a heartbeat comes every five seconds, each with the next number', async () => {
  const { begin, beats, presence, txn } = await watching();
  begin();
  await until(() => beats.length >= 5);
  await presence.stop();
  expect(beats.slice(0, 5).map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(beats.map((beat) => beat.txn))).toEqual(new Set([txn]));
  expect(beats.every(({ isPluggedIn }) => isPluggedIn)).toBe(true);
});

plain('SES-07 a pulled fob is told at the next look, and then no more', async () => {
  const { begin, beats, clock, transport, fob, presence } = await watching();
  begin();
  clock.after(12 * SECOND, () => transport.unplug(fob.path));
  await until(() => beats.at(-1)?.isPluggedIn === false);
  expect(beats.at(-1)?.atMs).toBeLessThan(14 * SECOND);
  const [count, looks] = [beats.length, transport.enumerations()];
  await presence.stop();
  expect([beats.length, transport.enumerations()]).toEqual([count, looks]);
});

plain('SES-07 a removal that the portal did not hear is told again until it does', async () => {
  let deaf = 3;
  const { begin, beats, transport, fob } = await watching(({ isPluggedIn }) =>
    isPluggedIn || deaf-- <= 0 ? { ok: true, watch: 'continue' } : { ok: false, reason: 'unreachable' },
  );
  begin();
  transport.unplug(fob.path);
  await until(() => beats.filter(({ isPluggedIn }) => !isPluggedIn).length === 4);
});

plain('SES-07 a network that does not answer keeps nobody from seeing that the fob is pulled', async () => {
  const { begin, beats, clock, transport, fob, logged } = await watching(() => ({
    ok: false,
    reason: 'unreachable',
  }));
  begin();
  clock.after(7 * SECOND, () => transport.unplug(fob.path));
  await until(() => beats.some(({ isPluggedIn }) => !isPluggedIn));
  expect(logged).toContain('heartbeat_not_delivered');
});

plain('SES-07 a session that ended at the portal is watched no longer', async () => {
  const { begin, transport, beats, fob } = await watching(() => ({ ok: true, watch: 'stop' }));
  begin();
  await until(() => beats.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 50)); // a look that was under way comes to its end
  const looks = transport.enumerations();
  transport.unplug(fob.path);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([beats.length, transport.enumerations()]).toEqual([1, looks]);
});

plain('SES-07 the same fob plugged in again under another name is not the one that was watched', async () => {
  const { begin, beats, transport, fob, clock } = await watching();
  begin();
  clock.after(3 * SECOND, () => {
    transport.unplug(fob.path);
    transport.plug(aReferenceFob());
  });
  await until(() => beats.at(-1)?.isPluggedIn === false);
});

plain('SES-07 while a fob is in use nobody enumerates, and the heartbeat goes on', async () => {
  const { begin, beats, dongles, fob, clock, presence, transport } = await watching();
  const use = { dongle: fob, slot: undefined, signal: new AbortController().signal };
  await dongles.use(use, async () => {
    const looks = transport.enumerations();
    begin();
    await until(() => beats.length >= 2);
    expect(transport.enumerations()).toBe(looks);
    expect(clock.passedMs()).toBeGreaterThan(4 * SECOND);
  });
  await presence.stop();
});

plain('SES-07 nothing is enumerated as long as nobody is signed in and no page waits', async () => {
  const { transport, clock } = await watching();
  const looks = transport.enumerations();
  clock.advance(60 * SECOND);
  expect(transport.enumerations()).toBe(looks);
});

plain('SES-07 a laptop that slept tells at once whether the key was pulled meanwhile', async () => {
  const { begin, beats, clock, transport, fob } = await watching();
  begin();
  await until(() => beats.length >= 2);
  clock.advance(3_600 * SECOND);
  await until(() => (beats.at(-1)?.atMs ?? 0) > 3_600 * SECOND);
  expect(beats.at(-1)?.isPluggedIn).toBe(true); // the portal has locked by then, and says so in its reply
  const heard = beats.length;
  clock.advance(3_600 * SECOND);
  transport.unplug(fob.path);
  await until(() => beats.at(-1)?.isPluggedIn === false);
  expect(beats.length - heard).toBeLessThan(4);
});

plain('SES-07 browsers of one PC are watched side by side, the oldest of too many no longer', async () => {
  const { presence, beats, fob, portal } = await watching();
  const names = Array.from({ length: 9 }, () => token(16));
  const ofFido = (txn: string) => ({ portal, txn, paths: [fob.path], isBesideOthers: true });
  for (const txn of names.slice(0, 8)) presence.watch(ofFido(txn));
  await until(() => new Set(beats.map(({ txn }) => txn)).size === 8);
  presence.watch(ofFido(names[8] ?? ''));
  await until(() => beats.some(({ txn }) => txn === names[8]));
  const before = beats.length;
  await until(() => beats.length >= before + 16);
  await presence.stop();
  const still = new Set(beats.slice(before + 8).map(({ txn }) => txn));
  expect(still).toEqual(new Set(names.slice(1)));
});

test('SES-07 FIDO keys are watched for a sign-in of the browser, and never opened', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const key = await agent.enrol();
  expect((await agent.request('watch')).body).toEqual({ error: 'dongle_missing' });
  agent.transport.plug(aFidoKey());
  const reply = await agent.request('watch');
  expect(await agent.read(reply, MESSAGES.watch, key)).toMatchObject({ pluggedKeys: 1 });
  expect(agent.transport.opened).toEqual([]);
});

test('SES-07 of several FIDO keys those of the named make are watched, of no named make all of them', async ({
  startAgent,
}) => {
  const agent = await startAgent();
  const key = await agent.enrol();
  const count = async (changes: { vendorId?: number }) =>
    (await agent.read(await agent.request('watch', changes), MESSAGES.watch, key)).pluggedKeys;
  agent.transport.plug(aFidoKey({ vendorId: 0x096e }));
  expect((await agent.request('watch', { vendorId: 0x1050 })).body).toEqual({ error: 'dongle_missing' });
  agent.transport.plug(aFidoKey({ vendorId: 0x1050 }));
  agent.transport.plug(aFidoKey({ vendorId: 0x1050 }));
  expect([await count({ vendorId: 0x1050 }), await count({ vendorId: 0x096e }), await count({})]).toEqual([
    2, 1, 3,
  ]);
  expect(agent.transport.opened).toEqual([]);
});
