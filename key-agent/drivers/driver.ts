import type { ProofKind } from '#auth/wire/messages.ts';
import type { Clock } from '../clock.ts';
import type { HidConnection } from '../hid/transport.ts';

/** What a dongle says of itself. The serial is its own claim; only an answer to a challenge proves anything. */
export type FobIdentity = {
  serial: string;
  model: string;
  firmware: string;
  kind: ProofKind;
  /** Nothing but its holder's finger makes it answer. */
  needsTouch: boolean;
  /** Which of a YubiKey's two slots answers. */
  slot?: 1 | 2;
};

export type Slot = 1 | 2;

export type Waiting = {
  signal: AbortSignal;
  /** Called once when the dongle begins to wait for a finger. */
  onTouchNeeded: () => void;
};

/** A dongle's language. All functions throw AgentError with a code that begins with `dongle_` or `touch_`. */
export type FobDriver = {
  identify: (fob: ConnectedFob, waiting: Waiting) => Promise<FobIdentity>;
  /**
   * Of a challenge-response dongle its answer to the 32 bytes; of a static one its code, which goes no further than into
   * `staticKey`.
   */
  answer: (fob: ConnectedFob, challenge: Uint8Array, waiting: Waiting) => Promise<Uint8Array>;
};

export type ConnectedFob = {
  connection: HidConnection;
  clock: Clock;
  /** Which slot to ask, where a dongle has several; the portal knows it of a registered one. */
  slot?: Slot | undefined;
};
