/** The reference fob: our own documented protocol on a vendor-defined page. */
import { requireNotAborted } from '../clock.ts';
import { AgentError } from '../errors.ts';
import type { ConnectedFob, FobDriver, FobIdentity, Waiting } from './driver.ts';
import { readAnswer, readInfo, writeCommand } from './reference-frame.ts';
import type { Answer, Command, Info } from './reference-frame.ts';

const ANSWER_LIMIT_MS = 2_000;
/** The fob itself gives up after 15 seconds. */
const TOUCH_LIMIT_MS = 20_000;
/** One read at a time, so that a holder who goes away is noticed meanwhile. */
const READ_SLICE_MS = 250;
const BUSY_TRIES = 20;
const BUSY_WAIT_MS = 50;
/** How often a command is sent again after a frame that arrived damaged, on either side. */
const REPEATS = 2;

const SHORTEST_CODE_BYTES = 8;
const CHALLENGE_ANSWER_BYTES = 32;

export const referenceFob: FobDriver = { identify, answer };

async function identify(fob: ConnectedFob, waiting: Waiting): Promise<FobIdentity> {
  const info = await requestInfo(fob, waiting);
  return {
    serial: info.serial,
    model: info.model,
    firmware: info.firmware,
    kind: info.answersChallenges ? 'hmac-sha256' : 'static-code',
    needsTouch: info.needsTouch,
  };
}

/** A fob that can answer challenges is never asked for a code, even if it has one. */
async function answer(fob: ConnectedFob, challenge: Uint8Array, waiting: Waiting): Promise<Uint8Array> {
  const { answersChallenges } = await requestInfo(fob, waiting);
  if (!answersChallenges) return request(fob, { command: 'code', isSound: isLongEnough }, waiting);
  return request(
    fob,
    {
      command: 'challenge',
      payload: challenge,
      isSound: (bytes) => bytes.byteLength === CHALLENGE_ANSWER_BYTES,
    },
    waiting,
  );
}

function isLongEnough(code: Uint8Array): boolean {
  return code.byteLength >= SHORTEST_CODE_BYTES;
}

async function requestInfo(fob: ConnectedFob, waiting: Waiting): Promise<Info> {
  const payload = await request(
    fob,
    { command: 'info', isSound: (bytes) => readInfo(bytes) !== null },
    waiting,
  );
  const info = readInfo(payload);
  if (info === null) throw new AgentError('dongle_faulty', 'the fob does not say what it is');
  if (!info.hasCode && !info.answersChallenges)
    throw new AgentError('dongle_not_set_up', 'the fob has nothing to show');
  return info;
}

type Asked = { command: Command; payload?: Uint8Array; isSound: (payload: Uint8Array) => boolean };

/** Sends a command until the fob takes it, and waits for what it says in the end. */
async function request(fob: ConnectedFob, asked: Asked, waiting: Waiting): Promise<Uint8Array> {
  let [busy, damaged] = [0, 0];
  for (let sequence = 1; ; sequence += 1) {
    const last = await exchange(fob, { ...asked, sequence: sequence & 0xff }, waiting);
    if (last?.status === 'busy') {
      busy += 1;
      if (busy >= BUSY_TRIES) throw new AgentError('dongle_busy', 'the fob stays busy');
      await fob.clock.sleep(BUSY_WAIT_MS, waiting.signal);
      continue;
    }
    if (last === null || last.status === 'bad_frame') {
      damaged += 1;
      if (damaged > REPEATS) throw new AgentError('dongle_faulty', 'frames arrive damaged');
      continue;
    }
    return requireSound(last, asked);
  }
}

function requireSound({ status, payload }: Answer, { command, isSound }: Asked): Uint8Array {
  if (status === 'not_provisioned') throw new AgentError('dongle_not_set_up', `the fob has no ${command}`);
  if (status === 'touch_missed') throw new AgentError('touch_missed', 'nobody touched the fob in time');
  if (status === 'ok' && isSound(payload)) return payload;
  throw new AgentError('dongle_faulty', `the answer to ${command} is not what the protocol says`);
}

type Sent = Asked & { sequence: number };

/** @returns the final answer, or null for a damaged frame. Answers to earlier commands are passed over. */
async function exchange(fob: ConnectedFob, asked: Sent, waiting: Waiting): Promise<Answer | null> {
  await fob.connection.writeOutput(
    writeCommand(asked.command, asked.sequence, asked.payload ?? new Uint8Array()),
  );
  let limitAt = fob.clock.now().getTime() + ANSWER_LIMIT_MS;
  let isTouchNeeded = false;
  while (fob.clock.now().getTime() < limitAt) {
    requireNotAborted(waiting.signal);
    const frame = await fob.connection.readInput(READ_SLICE_MS);
    if (frame === null) continue;
    const answered = readAnswer(asked.command, frame);
    if (answered === null) return null;
    if (answered.sequence !== asked.sequence) continue;
    if (answered.status !== 'touch_needed') return answered;
    if (isTouchNeeded) continue;
    isTouchNeeded = true;
    limitAt = fob.clock.now().getTime() + TOUCH_LIMIT_MS;
    waiting.onTouchNeeded();
  }
  throw new AgentError('dongle_silent', `no answer to ${asked.command}`);
}
