/**
 * Fobs in a process of their own, since whoever asks a fob must not be the one that answers for it. One JSON object a line:
 * commands come in, each is answered.
 */
import { createInterface } from 'node:readline';
import { aFidoKey, aKeyboard, aMouse, aSilentModel, DESCRIPTORS } from '#test/support/fobs/fob-model.ts';
import type { FobModel } from '#test/support/fobs/fob-model.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';
import { aVirtualYubikey } from '#test/support/fobs/virtual-yubikey.ts';
import type { FobCommand, FobKind } from './fob-command.ts';
import { plugIn } from './uhid.ts';
import type { KernelFob } from './uhid.ts';

const TOUCH_MS = 50;

const fobs = new Map<number, KernelFob & { finger: NodeJS.Timeout | undefined }>();

for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...command }: FobCommand & { id: number } = JSON.parse(line);
  const answer = await carryOut(command);
  process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`);
}
await Promise.all([...fobs.keys()].map(pull));

async function carryOut(command: FobCommand): Promise<{ fob?: number; opens?: number }> {
  if (command.do === 'plug') {
    const fob = fobs.size + 1;
    fobs.set(fob, { ...plugIn(modelOf(command.kind, reviveBytes(command.options))), finger: undefined });
    return { fob };
  }
  const known = fobs.get(command.fob);
  if (known === undefined) throw new Error(`there is no fob ${command.fob}`);
  switch (command.do) {
    case 'unplug':
      await pull(command.fob);
      return {};
    case 'unplug_at_report':
      known.unplugAtReport(command.report);
      return {};
    case 'touch':
      known.finger = setInterval(() => known.model.touch(), TOUCH_MS);
      return {};
    case 'count_opens':
      return { opens: known.opens() };
  }
}

async function pull(fob: number): Promise<void> {
  const known = fobs.get(fob);
  clearInterval(known?.finger);
  await known?.unplug();
}

function modelOf(kind: FobKind, options: object): FobModel {
  switch (kind) {
    case 'yubikey':
      return aVirtualYubikey(options);
    case 'reference':
      return aReferenceFob(options);
    case 'keyboard':
      return aKeyboard();
    case 'mouse':
      return aMouse();
    case 'fido':
      return aFidoKey({ serialNumber: 'FIDO-1', ...options });
    case 'typing_reference':
      return aSilentModel({
        name: 'Typing Fob',
        vendorId: 0x1209,
        productId: 0x0001,
        serialNumber: 'TYPES',
        descriptor: DESCRIPTORS.referenceWithKeyboard,
      });
  }
}

/** Bytes travel as `{"hex": …}`. */
function reviveBytes(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      isHex(value) ? Buffer.from(value.hex, 'hex') : value,
    ]),
  );
}

function isHex(value: unknown): value is { hex: string } {
  return typeof value === 'object' && value !== null && 'hex' in value;
}
