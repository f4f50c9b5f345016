/** The reference fob of key-agent/README.md, written from its specification and apart from the driver's code. */
import { createHmac } from 'node:crypto';
import { DESCRIPTORS } from './fob-model.ts';
import type { FobModel } from './fob-model.ts';

export type ReferenceOptions = {
  /** Of a fob that answers challenges. */
  secret?: Uint8Array | null;
  /** Of a fob that only ever says the same. */
  code?: Uint8Array | null;
  serial?: string;
  model?: string;
  needsTouch?: boolean;
  faults?: ReferenceFaults;
  now?: () => number;
};

export type ReferenceFaults = {
  /** How many commands it answers with "busy", with "bad frame", with a wrong check sum, before it behaves. */
  busyTimes?: number;
  badFrameTimes?: number;
  wrongCrcTimes?: number;
  /** How many stale answers stand before each true one. */
  staleAnswers?: number;
  isShort?: boolean;
  isSilent?: boolean;
  /** Answers with a code or a digest of this many bytes. */
  answerBytes?: number;
  /** What it says after it was touched: nothing at all. */
  isSilentAfterTouch?: boolean;
};

const STATUS = { ok: 0, busy: 1, touchNeeded: 2, notProvisioned: 3, badFrame: 4, touchMissed: 5 } as const;
const TOUCH_MS = 15_000;

export type VirtualReferenceFob = FobModel & { readonly commands: number[] };

export function aReferenceFob(options: ReferenceOptions = {}): VirtualReferenceFob {
  const {
    secret = Buffer.alloc(32, 0x2a),
    code = null,
    serial = '00c0ffee00000042',
    model = 'Demo Fob',
    needsTouch = false,
    faults = {},
    now = Date.now,
  } = options;
  const left = {
    busy: faults.busyTimes ?? 0,
    badFrame: faults.badFrameTimes ?? 0,
    crc: faults.wrongCrcTimes ?? 0,
  };
  const inputs: Uint8Array[] = [];
  const commands: number[] = [];
  let waiting: { untilMs: number; command: number; sequence: number; answer: Uint8Array } | null = null;

  const say = (command: number, sequence: number, status: number, payload: Uint8Array = new Uint8Array()) => {
    for (let stale = 0; stale < (faults.staleAnswers ?? 0); stale += 1) {
      inputs.push(frameOf(command, (sequence - 1) & 0xff, STATUS.ok, payload));
    }
    const frame = frameOf(command, sequence, status, payload);
    if (left.crc > 0) {
      left.crc -= 1;
      frame[63] = (frame[63] ?? 0) ^ 1;
    }
    inputs.push(faults.isShort ? frame.subarray(0, 40) : frame);
  };
  const answerTo = (command: number, challenge: Uint8Array): Uint8Array | null => {
    if (command === 1) return info();
    if (command === 2) return code && sized(code);
    return secret && sized(createHmac('sha256', secret).update(challenge).digest());
  };
  const sized = (bytes: Uint8Array) => bytes.subarray(0, faults.answerBytes ?? bytes.byteLength);
  const info = () => {
    const capabilities = (code ? 1 : 0) | (secret ? 2 : 0) | (needsTouch ? 4 : 0);
    return Buffer.concat([
      Uint8Array.of(1, 7, capabilities),
      Buffer.from(serial, 'hex'),
      Buffer.from(model, 'latin1'),
    ]);
  };

  return {
    device: {
      name: model,
      vendorId: 0x1209,
      productId: 0x0001,
      serialNumber: serial,
      descriptor: DESCRIPTORS.reference,
    },
    commands,
    output: (report) => {
      if (faults.isSilent) return;
      waiting = null;
      const command = readCommand(report);
      if (command === null || left.badFrame > 0) {
        left.badFrame -= 1;
        return say(report[3] ?? 0, report[4] ?? 0, STATUS.badFrame);
      }
      commands.push(command.code);
      if (left.busy > 0) {
        left.busy -= 1;
        return say(command.code, command.sequence, STATUS.busy);
      }
      const answer = answerTo(command.code, command.payload);
      if (answer === null) return say(command.code, command.sequence, STATUS.notProvisioned);
      if (!needsTouch || command.code === 1) return say(command.code, command.sequence, STATUS.ok, answer);
      waiting = { untilMs: now() + TOUCH_MS, command: command.code, sequence: command.sequence, answer };
      say(command.code, command.sequence, STATUS.touchNeeded);
    },
    nextInput: () => {
      if (waiting !== null && now() >= waiting.untilMs) {
        const { command, sequence } = waiting;
        waiting = null;
        say(command, sequence, STATUS.touchMissed);
      }
      return inputs.shift() ?? null;
    },
    touch: () => {
      if (waiting === null) return;
      const { command, sequence, answer } = waiting;
      waiting = null;
      if (!faults.isSilentAfterTouch) say(command, sequence, STATUS.ok, answer);
    },
    getFeature: () => null,
    setFeature: () => false,
  };
}

function readCommand(report: Uint8Array): { code: number; sequence: number; payload: Uint8Array } | null {
  const frame = Buffer.from(report);
  if (frame.byteLength !== 64 || frame.readUInt16LE(62) !== crc(frame.subarray(0, 62))) return null;
  const [first, second, version, code = 0, sequence = 0, length = 0] = frame;
  if (first !== 0x4b || second !== 0x46 || version !== 1 || length > 56) return null;
  if (![1, 2, 3].includes(code) || length !== (code === 3 ? 32 : 0)) return null;
  return { code, sequence, payload: frame.subarray(6, 6 + length) };
}

function frameOf(command: number, sequence: number, status: number, payload: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(64);
  frame.set([0x4b, 0x46, 1, command | 0x80, sequence, payload.byteLength + 1, status]);
  frame.set(payload, 7);
  frame.writeUInt16LE(crc(frame.subarray(0, 62)), 62);
  return new Uint8Array(frame);
}

function crc(bytes: Uint8Array): number {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  }
  return value;
}
