/**
 * Whether the key is still plugged in, told to the portal by the agent itself and not by way of the page (SES-07): a signed
 * heartbeat every five seconds, and at once when the key is gone. Devices are enumerated only as long as somebody is signed
 * in with one of them, never while a dongle is in use, and never opened.
 */
import { importSigningKey } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import { HEARTBEAT_INTERVAL_SECONDS } from '#auth/wire/protocol.ts';
import { messageTimes, signMessage } from '#auth/wire/signed-message.ts';
import { newMessageId } from '../ceremonies/write-answer.ts';
import type { Clock } from '../clock.ts';
import { AgentError } from '../errors.ts';
import type { Dongles } from '../hid/dongles.ts';
import type { DevicePath } from '../hid/transport.ts';
import type { Log } from '../log.ts';
import type { EnrolledPortal } from '../portals/portal-store.ts';
import type { PostHeartbeat } from './post-heartbeat.ts';

export type Watched = {
  portal: EnrolledPortal;
  txn: string;
  paths: readonly DevicePath[];
  /**
   * A dongle has one session at a portal, so that a new one takes the place of the last. Of a FIDO key several browsers of
   * this PC may have one each.
   */
  isBesideOthers: boolean;
};

export type Presence = {
  /** Watches for one sign-in. */
  watch: (watched: Watched) => void;
  /** Ends all watching and waits for what was under way. */
  stop: () => Promise<void>;
};

const LOOK_MS = 1_000;
/** A session lives no longer either. */
const LONGEST_WATCH_MS = 12 * 3_600_000;
/** More browsers than one person signs in with. The oldest is watched no longer, and locks. */
const MOST_BESIDE = 8;
/** Without a heartbeat the portal locks by itself after 15 seconds; a minute covers a short break of the network. */
const REMOVAL_TRIES = 60;

type Options = { dongles: Dongles; clock: Clock; post: PostHeartbeat; log: Log };

export function createPresence(options: Options): Presence {
  const running = new Set<Running>();
  return {
    watch: (watched) => {
      for (const { end } of displacedBy(watched, [...running])) end.abort();
      const end = new AbortController();
      const done = watchUntilEnd(watched, { ...options, signal: end.signal });
      const one = { watched, end, done };
      running.add(one);
      void done.then(() => running.delete(one)); // it never rejects
    },
    stop: async () => {
      for (const { end } of running) end.abort();
      await Promise.all([...running].map(({ done }) => done));
    },
  };
}

type Running = { watched: Watched; end: AbortController; done: Promise<void> };

/** @param running the oldest first */
function displacedBy({ portal, isBesideOthers }: Watched, running: readonly Running[]): readonly Running[] {
  const alike = running.filter(
    ({ watched, end }) =>
      watched.portal.origin === portal.origin &&
      watched.isBesideOthers === isBesideOthers &&
      !end.signal.aborted,
  );
  return isBesideOthers ? alike.slice(0, Math.max(0, alike.length + 1 - MOST_BESIDE)) : alike;
}

type Watching = Options & { signal: AbortSignal };

/** Never rejects: nobody waits for it but the end of the program. */
async function watchUntilEnd(watched: Watched, watching: Watching): Promise<void> {
  const { log } = watching;
  try {
    await watchKey(watched, watching);
  } catch (error) {
    if (error instanceof AgentError && error.code === 'cancelled') return;
    log('warn', 'watch_failed', {
      origin: watched.portal.origin,
      reason: error instanceof Error ? error.name : '',
    });
  }
}

async function watchKey(watched: Watched, watching: Watching): Promise<void> {
  const { clock, dongles, signal, log } = watching;
  const heart = createHeart(watched, watching);
  const startedAt = clock.now().getTime();
  for (;;) {
    const plugged = await dongles.seePlugged();
    if (plugged !== null && !watched.paths.every((path) => plugged.has(path))) break;
    heart.beatWhenDue();
    if (heart.isStopped() || clock.now().getTime() - startedAt > LONGEST_WATCH_MS) return;
    await clock.sleep(LOOK_MS, signal);
  }
  log('info', 'key_unplugged', { origin: watched.portal.origin });
  await heart.tellRemoval();
}

type Heart = { beatWhenDue: () => void; tellRemoval: () => Promise<void>; isStopped: () => boolean };

function createHeart({ portal, txn }: Watched, { clock, post, signal, log }: Watching): Heart {
  let [sequence, dueAt, isStopped, isUnderWay] = [0, -Infinity, false, false];
  const send = async (isPluggedIn: boolean) => {
    const message = await signHeartbeat(portal, { txn, sequence: sequence++, isPluggedIn, now: clock.now() });
    const outcome = await post(portal.origin, message, signal);
    if (!outcome.ok)
      log('warn', 'heartbeat_not_delivered', { origin: portal.origin, reason: outcome.reason });
    return outcome;
  };
  const beat = async () => {
    const outcome = await send(true);
    if (outcome.ok && outcome.watch === 'stop') isStopped = true;
  };
  return {
    isStopped: () => isStopped,
    // Nobody waits for it: a slow network must not keep the agent from seeing that the key is pulled.
    beatWhenDue: () => {
      const now = clock.now().getTime();
      if (now < dueAt || isUnderWay) return;
      dueAt = now + HEARTBEAT_INTERVAL_SECONDS * 1_000;
      isUnderWay = true;
      beat()
        .catch(() => log('warn', 'heartbeat_failed', { origin: portal.origin }))
        .finally(() => (isUnderWay = false));
    },
    tellRemoval: async () => {
      for (let attempt = 0; attempt < REMOVAL_TRIES; attempt += 1) {
        const outcome = await send(false);
        if (outcome.ok) return;
        await clock.sleep(LOOK_MS, signal);
      }
    },
  };
}

type Beat = { txn: string; sequence: number; isPluggedIn: boolean; now: Date };

async function signHeartbeat(
  { origin, agentKey }: EnrolledPortal,
  { txn, sequence, isPluggedIn, now }: Beat,
): Promise<string> {
  const signing = await importSigningKey(agentKey);
  const claims = {
    iss: signing.kid,
    aud: origin,
    ...messageTimes(now),
    jti: newMessageId(),
    txn,
    sequence,
    isPluggedIn,
  };
  return signMessage(MESSAGES.heartbeat, claims, signing);
}
