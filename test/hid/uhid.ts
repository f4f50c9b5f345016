/**
 * A model of a fob as a device of the real kernel, by way of /dev/uhid. The kernel asks by events; all structures are packed
 * and in the machine's own byte order, which is little endian here.
 * @see Linux Documentation/hid/uhid.rst, include/uapi/linux/uhid.h
 */
import { closeSync, openSync, read as readCallback, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { FobModel } from '#test/support/fobs/fob-model.ts';

const read = promisify(readCallback);

const EVENT_BYTES = 4_376;
const USB_BUS = 3;
const EVENT = {
  destroy: 1,
  stop: 3,
  open: 4,
  output: 6,
  getReport: 9,
  getReply: 10,
  create: 11,
  input: 12,
  setReport: 13,
  setReply: 14,
};
const INPUT_POLL_MS = 10;

export type KernelFob = {
  model: FobModel;
  /** How often any program has opened it. */
  opens: () => number;
  /** Takes it out of the machine. */
  unplug: () => Promise<void>;
  /** Takes it out in the middle: in place of the answer to the report of this number from now. */
  unplugAtReport: (report: number) => void;
};

/** Plugs a model into this machine. */
export function plugIn(model: FobModel): KernelFob {
  const file = openSync('/dev/uhid', 'r+');
  let [opens, reportsLeft, isGone] = [0, Infinity, false];
  const destroy = () => {
    if (!isGone) writeEvent(file, EVENT.destroy, 0, () => undefined);
    isGone = true;
  };
  const spendReport = () => {
    reportsLeft -= 1;
    if (reportsLeft <= 0) destroy();
    return isGone;
  };
  const flushInput = () => {
    for (let report = isGone ? null : model.nextInput(); report !== null; report = model.nextInput()) {
      sendInput(file, report);
    }
  };
  const on = (event: Buffer) => {
    switch (event.readUInt32LE(0)) {
      case EVENT.open:
        opens += 1;
        break;
      case EVENT.output:
        model.output(withoutId(event.subarray(4, 4 + event.readUInt16LE(4_100))));
        break;
      case EVENT.getReport:
        if (!spendReport()) replyToGet(file, event.readUInt32LE(4), model.getFeature());
        break;
      case EVENT.setReport: {
        const report = withoutId(event.subarray(12, 12 + event.readUInt16LE(10)));
        if (!spendReport() && model.setFeature(report)) replyToSet(file, event.readUInt32LE(4));
        break;
      }
    }
    flushInput();
  };
  create(file, model);
  const timer = setInterval(flushInput, INPUT_POLL_MS);
  const ended = listen(file, on).finally(() => {
    clearInterval(timer);
    closeSync(file);
  });
  return {
    model,
    opens: () => opens,
    unplugAtReport: (report) => (reportsLeft = report),
    unplug: async () => {
      destroy();
      await ended;
    },
  };
}

/** Ends with the kernel's last event; a read that is parked can't be called back in any other way. */
async function listen(file: number, on: (event: Buffer) => void): Promise<void> {
  const event = Buffer.alloc(EVENT_BYTES);
  for (;;) {
    await read(file, event, 0, EVENT_BYTES, null);
    if (event.readUInt32LE(0) === EVENT.stop) return;
    on(event);
  }
}

function create(file: number, { device }: FobModel): void {
  writeEvent(file, EVENT.create, 280 + device.descriptor.byteLength, (event) => {
    event.write(device.name, 4);
    event.write(device.serialNumber, 196);
    event.writeUInt16LE(device.descriptor.byteLength, 260);
    event.writeUInt16LE(USB_BUS, 262);
    event.writeUInt32LE(device.vendorId, 264);
    event.writeUInt32LE(device.productId, 268);
    event.set(device.descriptor, 280);
  });
}

/** Of unnumbered reports, input goes without an id byte and answers go with one. */
function sendInput(file: number, report: Uint8Array): void {
  writeEvent(file, EVENT.input, 6 + report.byteLength, (event) => {
    event.writeUInt16LE(report.byteLength, 4);
    event.set(report, 6);
  });
}

function replyToGet(file: number, id: number, report: Uint8Array | null): void {
  if (report === null) return; // a fob that does not answer; the kernel waits five seconds
  writeEvent(file, EVENT.getReply, 13 + report.byteLength, (event) => {
    event.writeUInt32LE(id, 4);
    event.writeUInt16LE(report.byteLength + 1, 10);
    event.set(report, 13);
  });
}

function replyToSet(file: number, id: number): void {
  writeEvent(file, EVENT.setReply, 10, (event) => event.writeUInt32LE(id, 4));
}

function writeEvent(file: number, type: number, length: number, fill: (event: Buffer) => unknown): void {
  const event = Buffer.alloc(Math.max(length, 4));
  event.writeUInt32LE(type);
  fill(event);
  writeSync(file, event);
}

function withoutId(report: Buffer): Uint8Array {
  return Uint8Array.from(report.subarray(1));
}
