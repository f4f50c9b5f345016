/**
 * A YubiKey's OTP interface, byte for byte, with knobs for what goes wrong. Written from the protocol's description, apart
 * from the driver's code; both are held against the same vectors.
 */
import { createHmac } from 'node:crypto';
import { DESCRIPTORS } from './fob-model.ts';
import type { FobDescription, FobModel } from './fob-model.ts';

export type YubikeyOptions = {
  /** The secret of slot 2. */
  secret?: Uint8Array;
  serial?: number;
  firmware?: [number, number, number];
  needsTouch?: boolean;
  isSlotSet?: boolean;
  isSerialHidden?: boolean;
  /** A slot that hashes all 64 bytes instead of cutting off the filling. */
  isFixedLength?: boolean;
  faults?: YubikeyFaults;
  now?: () => number;
};

export type YubikeyFaults = {
  /** How many reads after each write say that the write isn't taken yet. */
  busyReads?: number;
  /** Until when it rejects everything, because its smart card was just in use. */
  reclaimUntilMs?: number;
  isCrcWrong?: boolean;
  skipsSequence?: number;
  breaksOffAfter?: number;
  isSilent?: boolean;
  isStuckWorking?: boolean;
};

const TOUCH_MS = 15_000;
const FRAME_BYTES = 70;
const HMAC_SLOT_2 = 0x38;
const SERIAL_SLOT = 0x10;

type State =
  | { is: 'idle' }
  | { is: 'working' }
  | { is: 'waiting'; untilMs: number; answer: Uint8Array }
  | { is: 'answering'; reports: Uint8Array[]; next: number };

export type VirtualYubikey = FobModel & {
  /** Every slot number that a complete frame named. */
  readonly slotsWritten: number[];
  /** Reports written, as they came. */
  readonly written: Uint8Array[];
};

/** A YubiKey with a challenge-response secret in slot 2. */
export function aVirtualYubikey(options: YubikeyOptions = {}): VirtualYubikey {
  const {
    secret = Buffer.alloc(20, 0x0b),
    serial = 12_345_678,
    firmware = [5, 4, 3],
    needsTouch = true,
    isSlotSet = true,
    isSerialHidden = false,
    isFixedLength = false,
    faults = {},
    now = Date.now,
  } = options;
  let state: State = { is: 'idle' };
  let frame = Buffer.alloc(FRAME_BYTES);
  let busyReads = 0;
  const slotsWritten: number[] = [];
  const written: Uint8Array[] = [];

  const carryOut = () => {
    const slot = frame[64] ?? 0;
    slotsWritten.push(slot);
    const isSound = crc(frame.subarray(0, 64)) === frame.readUInt16LE(65);
    if (!isSound || now() < (faults.reclaimUntilMs ?? 0)) return { is: 'idle' } as const;
    if (faults.isStuckWorking) return { is: 'working' } as const;
    if (slot === SERIAL_SLOT && !isSerialHidden) return answering(bigEndian(serial));
    if (slot !== HMAC_SLOT_2 || !isSlotSet) return { is: 'idle' } as const;
    const answer = createHmac('sha1', secret)
      .update(isFixedLength ? frame.subarray(0, 64) : trim(frame))
      .digest();
    return needsTouch ? ({ is: 'waiting', untilMs: now() + TOUCH_MS, answer } as const) : answering(answer);
  };
  const answering = (answer: Uint8Array): State => ({
    is: 'answering',
    reports: answerReports(answer, faults),
    next: 0,
  });
  const status = (flags: number) => {
    const slots = (isSlotSet ? 0x02 : 0) | (needsTouch && firmware[0] >= 3 ? 0x08 : 0);
    return Uint8Array.of(0, ...firmware, 3, slots, 0, flags);
  };

  return {
    device: description(serial),
    slotsWritten,
    written,
    setFeature: (report) => {
      if (faults.isSilent) return false;
      written.push(Uint8Array.from(report));
      const flags = report[7] ?? 0;
      if (flags === 0xff || flags === 0x8f) state = { is: 'idle' };
      if ((flags & 0x80) === 0 || flags === 0xff || flags === 0x8f) return true;
      const sequence = flags & 0x1f;
      if (sequence === 0) frame = Buffer.alloc(FRAME_BYTES);
      frame.set(report.subarray(0, 7), sequence * 7);
      busyReads = faults.busyReads ?? 0;
      if (sequence === 9) state = carryOut();
      return true;
    },
    getFeature: () => {
      if (faults.isSilent) return null;
      if (busyReads > 0) {
        busyReads -= 1;
        return status(0x80);
      }
      if (state.is === 'waiting' && now() >= state.untilMs) state = { is: 'idle' };
      switch (state.is) {
        case 'idle':
          return status(0);
        case 'working':
          return status(0x01);
        case 'waiting':
          return status(0x20 | Math.ceil((state.untilMs - now()) / 1_000));
        case 'answering': {
          const report = state.reports[state.next];
          if (report === undefined) return status(0);
          if (state.next < state.reports.length - 1 || faults.breaksOffAfter !== undefined) state.next += 1;
          return report;
        }
      }
    },
    touch: () => {
      if (state.is === 'waiting') state = answering(state.answer);
    },
    output: () => undefined,
    nextInput: () => null,
  };
}

function description(serial: number): FobDescription {
  return {
    name: 'Yubico YubiKey OTP',
    vendorId: 0x1050,
    productId: 0x0401,
    serialNumber: String(serial),
    descriptor: DESCRIPTORS.yubikey,
  };
}

function bigEndian(number: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

/** What a slot of variable length hashes: its 64 bytes without the last one and its repetitions before it. */
function trim(frame: Buffer): Buffer {
  let end = 64;
  while (end > 0 && frame[end - 1] === frame[63]) end -= 1;
  return frame.subarray(0, end);
}

function answerReports(answer: Uint8Array, faults: YubikeyFaults): Uint8Array[] {
  const withCrc = Buffer.concat([answer, Buffer.alloc(2)]);
  withCrc.writeUInt16LE(~crc(answer) & 0xffff, answer.byteLength);
  if (faults.isCrcWrong) withCrc[answer.byteLength] = (withCrc[answer.byteLength] ?? 0) ^ 1;
  const reports: Uint8Array[] = [];
  for (let at = 0; at < withCrc.byteLength; at += 7) {
    const sequence = at / 7;
    const told = sequence >= (faults.skipsSequence ?? Infinity) ? sequence + 1 : sequence;
    reports.push(reportOf(withCrc.subarray(at, at + 7), 0x40 | told));
  }
  const whole = [...reports, reportOf(new Uint8Array(), 0x40)];
  return faults.breaksOffAfter === undefined ? whole : whole.slice(0, faults.breaksOffAfter);
}

function reportOf(data: Uint8Array, flags: number): Uint8Array {
  const report = new Uint8Array(8);
  report.set(data);
  report[7] = flags;
  return report;
}

function crc(bytes: Uint8Array): number {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  }
  return value;
}
