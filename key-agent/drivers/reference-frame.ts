/** The frames of the reference fob, 64 bytes each way: key-agent/README.md, "The reference fob". Pure. */
import { z } from 'zod';
import { crc16 } from './crc16.ts';

export const FRAME_BYTES = 64;
const MAGIC = [0x4b, 0x46] as const; // "KF"
const VERSION = 1;
const HEADER_BYTES = 6;
const CRC_OFFSET = 62;
export const MOST_PAYLOAD_BYTES = CRC_OFFSET - HEADER_BYTES;
const ANSWER_BIT = 0x80;

export const COMMANDS = { info: 0x01, code: 0x02, challenge: 0x03 } as const;
export type Command = keyof typeof COMMANDS;

export const STATUSES = [
  'ok',
  'busy',
  'touch_needed',
  'not_provisioned',
  'bad_frame',
  'touch_missed',
] as const;
export type Status = (typeof STATUSES)[number];

export type Answer = { sequence: number; status: Status; payload: Uint8Array };

/** A command as it is sent to the fob. */
export function writeCommand(command: Command, sequence: number, payload: Uint8Array): Uint8Array {
  if (payload.byteLength > MOST_PAYLOAD_BYTES)
    throw new RangeError(`at most ${MOST_PAYLOAD_BYTES} bytes fit`);
  const frame = new Uint8Array(FRAME_BYTES);
  frame.set([...MAGIC, VERSION, COMMANDS[command], sequence, payload.byteLength]);
  frame.set(payload, HEADER_BYTES);
  new DataView(frame.buffer).setUint16(CRC_OFFSET, crc16(frame.subarray(0, CRC_OFFSET)), true);
  return frame;
}

/** @returns null for what is no sound answer to this command: other magic, version, length, command or check sum */
export function readAnswer(command: Command, frame: Uint8Array): Answer | null {
  if (frame.byteLength !== FRAME_BYTES) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint16(CRC_OFFSET, true) !== crc16(frame.subarray(0, CRC_OFFSET))) return null;
  const [first, second, version, code, sequence = 0, length = 0] = frame;
  if (first !== MAGIC[0] || second !== MAGIC[1] || version !== VERSION) return null;
  if (code !== (COMMANDS[command] | ANSWER_BIT)) return null;
  if (length < 1 || length > MOST_PAYLOAD_BYTES) return null;
  const status = STATUSES[frame[HEADER_BYTES] ?? STATUSES.length];
  if (status === undefined) return null;
  return { sequence, status, payload: frame.slice(HEADER_BYTES + 1, HEADER_BYTES + length) };
}

export type Info = {
  firmware: string;
  /** 16 hexadecimal digits. */
  serial: string;
  model: string;
  hasCode: boolean;
  answersChallenges: boolean;
  needsTouch: boolean;
};

const CAPABILITIES = { code: 0x01, challenge: 0x02, touch: 0x04 } as const;
const SERIAL_BYTES = 8;
const MODEL_OFFSET = 3 + SERIAL_BYTES;

const ModelName = z.string().regex(/^[\x20-\x7e]{1,32}$/);

/** firmware major, minor; capabilities; serial (8 bytes); model name (ASCII, to the end). */
export function readInfo(payload: Uint8Array): Info | null {
  const [major = 0, minor = 0, capabilities = 0] = payload;
  const model = ModelName.safeParse(Buffer.from(payload.subarray(MODEL_OFFSET)).toString('latin1'));
  if (!model.success) return null;
  return {
    firmware: `${major}.${minor}`,
    serial: Buffer.from(payload.subarray(3, MODEL_OFFSET)).toString('hex'),
    model: model.data,
    hasCode: (capabilities & CAPABILITIES.code) !== 0,
    answersChallenges: (capabilities & CAPABILITIES.challenge) !== 0,
    needsTouch: (capabilities & CAPABILITIES.touch) !== 0,
  };
}
