/** YubiKey with HMAC-SHA1 challenge-response in one of its two slots (firmware 2.2 and newer). */
import { padSlotChallenge } from '#auth/wire/fob-challenge.ts';
import { AgentError } from '../errors.ts';
import type { ConnectedFob, FobDriver, FobIdentity, Slot, Waiting } from './driver.ts';
import { exchange } from './yubikey-exchange.ts';
import { readState, readStatus, REPORT_BYTES, RESET_REPORT } from './yubikey-frame.ts';
import type { KeyStatus } from './yubikey-frame.ts';

/** The usual place for challenge-response; slot 1 comes from the factory with something else in it. */
const USUAL_SLOT: Slot = 2;
const HMAC_SHA1_BYTES = 20;
const SERIAL_BYTES = 4;

/** After its smart card was used, a key with several interfaces gives this one back only after some three seconds. */
const RECLAIM_TRIES = 6;
const RECLAIM_WAIT_MS = 500;

export const yubikeyOtp: FobDriver = { identify, answer };

async function identify(fob: ConnectedFob, waiting: Waiting): Promise<FobIdentity> {
  const slot = fob.slot ?? USUAL_SLOT;
  const status = await readIdleStatus(fob);
  if (!status.hasSlot(slot)) throw new AgentError('dongle_not_set_up', `slot ${slot} is empty`);
  return {
    serial: String(await readSerial(fob, waiting)),
    model: 'YubiKey',
    firmware: status.firmware,
    kind: 'hmac-sha1',
    needsTouch: status.needsTouch(slot),
    slot,
  };
}

async function readIdleStatus({ connection }: ConnectedFob): Promise<KeyStatus> {
  const report = await connection.readFeature(REPORT_BYTES);
  if (readState(report).doing === 'idle') return readStatus(report);
  await connection.writeFeature(RESET_REPORT);
  const again = await connection.readFeature(REPORT_BYTES);
  if (readState(again).doing === 'idle') return readStatus(again);
  throw new AgentError('dongle_busy', 'another program is using the key');
}

async function readSerial(fob: ConnectedFob, waiting: Waiting): Promise<number> {
  const asked = { command: 'serial', payload: new Uint8Array(), answerBytes: SERIAL_BYTES } as const;
  for (let attempt = 0; attempt < RECLAIM_TRIES; attempt += 1) {
    if (attempt > 0) await fob.clock.sleep(RECLAIM_WAIT_MS, waiting.signal);
    const outcome = await exchange(fob, asked, waiting);
    if (outcome.ok) return Buffer.from(outcome.answer).readUInt32BE();
  }
  throw new AgentError('dongle_serial_hidden', 'the key does not tell its serial number');
}

async function answer(fob: ConnectedFob, challenge: Uint8Array, waiting: Waiting): Promise<Uint8Array> {
  const slot = fob.slot ?? USUAL_SLOT;
  const outcome = await exchange(
    fob,
    {
      command: slot === 1 ? 'hmac1' : 'hmac2',
      payload: padSlotChallenge(challenge),
      answerBytes: HMAC_SHA1_BYTES,
    },
    waiting,
  );
  if (outcome.ok) return outcome.answer;
  throw new AgentError('dongle_not_set_up', `slot ${slot} does not answer challenges`);
}
