/**
 * How long a page's session goes on, counted by the page itself between two words of the server, so that a page without
 * network empties itself too. Runs in the browser.
 */
import { warningOf } from './time-left.ts';
import type { TimeLeft } from './time-left.ts';

export type SessionClock = { set: (left: TimeLeft) => void; stop: () => void };

type Listener = {
  /** Told which sentence is due: a limit and a step such as `idle minute`, or '' for none. */
  onStep: (says: string) => void;
  /** Told how many minutes are left, rounded up, whenever that is another number. */
  onMinutes: (minutes: number) => void;
  /** The time is over, and the server has not said so. */
  onOver: () => void;
};

const TICK_MS = 1_000;
const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;
/** The server's own word comes first wherever there is a network. */
const GRACE_SECONDS = 5;

/** @param from the time left when the page was made, as numbers in texts */
export function countDown(from: DOMStringMap, { onStep, onMinutes, onOver }: Listener): SessionClock {
  let told: { left: TimeLeft; at: number } = {
    left: {
      idle: Number(from['idle']),
      whole: Number(from['whole']),
      warnFrom: Number(from['warnFrom']),
    },
    at: Date.now(),
  };
  let shown = '';
  let minutes = -1;
  const tick = (): void => {
    const passed = (Date.now() - told.at) / SECOND_MS; // the wall clock goes on while a computer sleeps
    const left = { ...told.left, idle: told.left.idle - passed, whole: told.left.whole - passed };
    const warning = warningOf(left);
    const says = warning === null ? '' : `${warning.limit} ${warning.step}`;
    if (says !== shown) onStep((shown = says));
    const now = Math.max(0, Math.ceil(Math.min(left.idle, left.whole) / MINUTE_SECONDS));
    if (now !== minutes) onMinutes((minutes = now));
    if (Math.min(left.idle, left.whole) < -GRACE_SECONDS) onOver();
  };
  const timer = setInterval(tick, TICK_MS);
  tick();
  return {
    set: (left) => {
      told = { left, at: Date.now() };
      tick();
    },
    stop: () => clearInterval(timer),
  };
}

/** What the server says of the time; null for anything else. */
export function parseTimeLeft(value: unknown): TimeLeft | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('idle' in value && 'whole' in value && 'warnFrom' in value)) return null;
  const { idle, whole, warnFrom } = value;
  if (typeof idle !== 'number' || typeof whole !== 'number' || typeof warnFrom !== 'number') return null;
  return { idle, whole, warnFrom };
}
