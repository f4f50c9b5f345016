/** One command and its answer over a YubiKey's feature report, with every wait bounded. */
import { AgentError } from '../errors.ts';
import { requireNotAborted } from '../clock.ts';
import type { ConnectedFob, Waiting } from './driver.ts';
import { readAnswer, readState, REPORT_BYTES, RESET_REPORT, toRequestReports } from './yubikey-frame.ts';
import type { KeyState, SlotCommand } from './yubikey-frame.ts';

const WRITE_POLL_MS = 50;
const WRITE_POLLS = 20;
const ANSWER_POLL_MS = 20;
const TOUCH_POLL_MS = 100;
/** Longer than any answer takes that needs no finger. */
const ANSWER_LIMIT_MS = 2_000;
/** The key itself gives up after 15 seconds. */
const TOUCH_LIMIT_MS = 20_000;

/** How a command ended where it did not fail: some keys just have nothing to say to it. */
export type SlotOutcome = { ok: true; answer: Uint8Array } | { ok: false; reason: 'rejected' };

type Command = { command: SlotCommand; payload: Uint8Array; answerBytes: number };

/**
 * Sends a command and waits for its answer.
 * @returns `rejected` when the key has no answer to it: not set up, hidden, or for some seconds taken by its smart card
 * @throws AgentError `dongle_busy`, `dongle_faulty`, `touch_missed`, `cancelled`, and what the connection throws
 */
export async function exchange(fob: ConnectedFob, asked: Command, waiting: Waiting): Promise<SlotOutcome> {
  try {
    await endLeftover(fob);
    for (const report of toRequestReports(asked.command, asked.payload)) {
      await waitUntilTaken(fob, waiting.signal);
      await fob.connection.writeFeature(report);
    }
    // No look behind the last report: it could already take a part of the answer away.
    return await receive(fob, asked, waiting);
  } catch (error) {
    if (error instanceof AgentError && error.code !== 'dongle_removed' && error.code !== 'dongle_silent') {
      await reset(fob);
    }
    throw error;
  }
}

/** A program that was ended in the middle may have left an answer that nobody fetched. */
async function endLeftover(fob: ConnectedFob): Promise<void> {
  const { doing } = await look(fob);
  if (doing === 'answering' || doing === 'waiting_for_touch') await reset(fob);
}

async function waitUntilTaken({ connection, clock }: ConnectedFob, signal: AbortSignal): Promise<void> {
  for (let poll = 0; poll < WRITE_POLLS; poll += 1) {
    requireNotAborted(signal);
    if (readState(await connection.readFeature(REPORT_BYTES)).doing !== 'taking') return;
    await clock.sleep(WRITE_POLL_MS, signal);
  }
  throw new AgentError('dongle_busy', 'the key does not take the report');
}

async function receive(fob: ConnectedFob, { answerBytes }: Command, waiting: Waiting): Promise<SlotOutcome> {
  const begin = await waitForAnswer(fob, waiting);
  if (begin === null) return { ok: false, reason: 'rejected' };
  const parts = [begin];
  for (;;) {
    const state = await look(fob);
    if (state.doing !== 'answering') throw new AgentError('dongle_faulty', 'the answer breaks off');
    if (state.sequence === 0) break;
    if (state.sequence !== parts.length)
      throw new AgentError('dongle_faulty', 'a part of the answer is missing');
    parts.push(state.data);
  }
  await reset(fob);
  const answer = readAnswer(Buffer.concat(parts), answerBytes);
  if (answer === null) throw new AgentError('dongle_faulty', 'the check sum of the answer is wrong');
  return { ok: true, answer };
}

/** @returns the first part of the answer, or null when the key has none */
async function waitForAnswer(
  fob: ConnectedFob,
  { signal, onTouchNeeded }: Waiting,
): Promise<Uint8Array | null> {
  const startedAt = fob.clock.now().getTime();
  let isTouchNeeded = false;
  for (;;) {
    requireNotAborted(signal);
    const state = await look(fob);
    if (state.doing === 'answering') return requireFirst(state);
    if (state.doing === 'idle' && !isTouchNeeded) return null;
    if (state.doing === 'idle') throw new AgentError('touch_missed', 'nobody touched the key in time');
    if (state.doing === 'waiting_for_touch' && !isTouchNeeded) {
      isTouchNeeded = true;
      onTouchNeeded();
    }
    const waitedMs = fob.clock.now().getTime() - startedAt;
    if (waitedMs > (isTouchNeeded ? TOUCH_LIMIT_MS : ANSWER_LIMIT_MS)) {
      throw new AgentError('dongle_silent', 'the key neither answers nor gives up');
    }
    await fob.clock.sleep(isTouchNeeded ? TOUCH_POLL_MS : ANSWER_POLL_MS, signal);
  }
}

function requireFirst({ sequence, data }: Extract<KeyState, { doing: 'answering' }>): Uint8Array {
  if (sequence === 0) return data;
  throw new AgentError('dongle_faulty', 'the answer begins in the middle');
}

async function look({ connection }: ConnectedFob): Promise<KeyState> {
  return readState(await connection.readFeature(REPORT_BYTES));
}

function reset({ connection }: ConnectedFob): Promise<void> {
  return connection.writeFeature(RESET_REPORT);
}
