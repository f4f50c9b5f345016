/**
 * The frames of a YubiKey's OTP interface: 70 bytes in feature reports of 8. Pure.
 * @see Yubico ykpers ykdef.h and ykcore.c; yubikey-manager yubikit/core/otp.py
 */
import { CRC16_RESIDUE, crc16 } from './crc16.ts';

export const REPORT_BYTES = 8;
const DATA_BYTES = 7;
const FRAME_BYTES = 70;
const PAYLOAD_BYTES = 64;
const SLOT_OFFSET = 64;
const CRC_OFFSET = 65;
const CRC_BYTES = 2;
const LAST_SEQUENCE = FRAME_BYTES / DATA_BYTES - 1;

const WRITE_FLAG = 0x80;
const RESPONSE_FLAG = 0x40;
const TOUCH_FLAG = 0x20;
const LOW_BITS = 0x1f;

/** The only commands that this program can write. None of them changes what is in the key (1, 3 to 6, 8, 9, 0x11, 0x12, 0x15 would). */
export const SLOT_COMMANDS = { serial: 0x10, hmac1: 0x30, hmac2: 0x38 } as const;
export type SlotCommand = keyof typeof SLOT_COMMANDS;

/** Ends whatever the key was doing. */
export const RESET_REPORT: Uint8Array = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0xff);

/** The reports that carry a command, in order. Those of nothing but zeros are left out, except the first and the last. */
export function toRequestReports(command: SlotCommand, payload: Uint8Array): Uint8Array[] {
  if (payload.byteLength > PAYLOAD_BYTES) throw new RangeError(`a slot takes ${PAYLOAD_BYTES} bytes`);
  const frame = new Uint8Array(FRAME_BYTES);
  frame.set(payload);
  frame[SLOT_OFFSET] = SLOT_COMMANDS[command];
  new DataView(frame.buffer).setUint16(CRC_OFFSET, crc16(frame.subarray(0, PAYLOAD_BYTES)), true);
  return Array.from({ length: LAST_SEQUENCE + 1 }, (_, sequence) => toReport(frame, sequence)).filter(
    (report, sequence) => sequence === 0 || sequence === LAST_SEQUENCE || !isAllZero(report),
  );
}

function toReport(frame: Uint8Array, sequence: number): Uint8Array {
  const report = new Uint8Array(REPORT_BYTES);
  report.set(frame.subarray(sequence * DATA_BYTES, (sequence + 1) * DATA_BYTES));
  report[DATA_BYTES] = WRITE_FLAG | sequence;
  return report;
}

function isAllZero(report: Uint8Array): boolean {
  return report.subarray(0, DATA_BYTES).every((byte) => byte === 0);
}

/** What a key is doing, by the last byte of the report that was read. */
export type KeyState =
  | { doing: 'idle' }
  /** It has not taken the last report yet. */
  | { doing: 'taking' }
  | { doing: 'answering'; sequence: number; data: Uint8Array }
  | { doing: 'waiting_for_touch' }
  /** Working on the answer. */
  | { doing: 'working' };

export function readState(report: Uint8Array): KeyState {
  const flags = report[DATA_BYTES] ?? 0;
  if (flags & WRITE_FLAG) return { doing: 'taking' };
  if (flags & RESPONSE_FLAG) {
    return { doing: 'answering', sequence: flags & LOW_BITS, data: report.subarray(0, DATA_BYTES) };
  }
  if (flags & TOUCH_FLAG) return { doing: 'waiting_for_touch' };
  return flags === 0 ? { doing: 'idle' } : { doing: 'working' };
}

/** What an idle key says of itself. Which slots are set up is told since 2.1, which of them need a touch since 3.0. */
export type KeyStatus = {
  firmware: string;
  hasSlot: (slot: 1 | 2) => boolean;
  needsTouch: (slot: 1 | 2) => boolean;
};

const SLOT_BITS = { 1: 0x01, 2: 0x02 } as const;
const TOUCH_BITS = { 1: 0x04, 2: 0x08 } as const;
const FIRST_MAJOR_WITH_TOUCH = 3;

export function readStatus(report: Uint8Array): KeyStatus {
  const [, major = 0, minor = 0, build = 0, , touchLevel = 0] = report;
  return {
    firmware: `${major}.${minor}.${build}`,
    hasSlot: (slot) => (touchLevel & SLOT_BITS[slot]) !== 0,
    needsTouch: (slot) => major >= FIRST_MAJOR_WITH_TOUCH && (touchLevel & TOUCH_BITS[slot]) !== 0,
  };
}

/** @returns null when the check sum is wrong or bytes are missing; what stands behind the check sum is filling */
export function readAnswer(received: Uint8Array, answerBytes: number): Uint8Array | null {
  const withCrc = received.subarray(0, answerBytes + CRC_BYTES);
  if (withCrc.byteLength < answerBytes + CRC_BYTES || crc16(withCrc) !== CRC16_RESIDUE) return null;
  return Uint8Array.from(withCrc.subarray(0, answerBytes));
}
