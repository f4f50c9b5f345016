import type { Dongles, JudgedDevice } from '../hid/dongles.ts';
import { AgentError } from '../errors.ts';
import type { DriverError } from '../errors.ts';

/**
 * What the agent sees on this PC, which of it it may open, and why not: for the person who sets it up.
 * @returns lines for a terminal; names come from the devices themselves, so all but plain characters is left out
 */
export async function describeDevices(dongles: Dongles): Promise<string[]> {
  const judged = await dongles.judgeAll();
  if (judged.length === 0) return ['No USB device of a kind that could be a key is plugged in.'];
  const lines: string[] = [];
  for (const one of judged) lines.push(`${nameOf(one)}: ${await describe(dongles, one)}`);
  return lines;
}

/** Why nothing at all can be seen, and what to do about it. */
export function describeDriverFault({ cause }: DriverError): string[] {
  const told = cause instanceof Error ? `: ${cause.message}` : '';
  const advice = process.platform === 'linux' ? ['It needs the packages libudev1 and libusb-1.0-0.'] : [];
  return [`The USB driver cannot be used${told}`, ...advice];
}

function nameOf({ device: { product, vendorId, productId } }: JudgedDevice): string {
  const plain = product.replaceAll(/[^\x20-\x7e]/g, '?');
  return `${hex(vendorId)}:${hex(productId)} ${plain === '' ? '(without a name)' : plain}`;
}

async function describe(dongles: Dongles, { device, verdict }: JudgedDevice): Promise<string> {
  switch (verdict.use) {
    case 'presence':
      return 'FIDO key; the browser speaks to it, the agent only sees that it is there';
    case 'none':
      return verdict.reason === 'types_or_points'
        ? 'never opened: it can type or point'
        : 'never opened: not a key that this program knows';
    case 'driver':
      return tryDongle(dongles, { ...device, driver: verdict.driver });
  }
}

async function tryDongle(dongles: Dongles, dongle: Parameters<Dongles['use']>[0]['dongle']): Promise<string> {
  const signal = AbortSignal.timeout(10_000);
  try {
    const identity = await dongles.use({ dongle, slot: undefined, signal }, (driver, fob) =>
      driver.identify(fob, { signal, onTouchNeeded: () => undefined }),
    );
    return `works (${dongle.driver}, ${identity.kind}, ${identity.needsTouch ? 'with' : 'without'} a touch)`;
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    return `does not work: ${ADVICE[error.code] ?? error.code}`;
  }
}

const ADVICE: Partial<Record<AgentError['code'], string>> = {
  dongle_access_denied: 'this user may not open it; install the udev rule and plug it in again',
  dongle_silent: 'it does not answer',
  dongle_removed: 'it went away',
  dongle_not_set_up: 'no challenge-response is set up in it',
  dongle_serial_hidden: 'it hides its serial number',
  dongle_busy: 'another program is using it',
};

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
