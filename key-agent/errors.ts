/**
 * Why an operation ended. The codes are all that a page ever learns of it (AGT-09): they say what a person can do, and
 * nothing about devices that were not asked for.
 */
export const AGENT_ERROR_CODES = [
  // What was asked
  'request_refused',
  'request_replayed',
  'not_enrolled',
  'busy',
  'cancelled',
  // What the holder did
  'not_confirmed',
  'window_not_opened',
  // What the dongle did
  'dongle_missing',
  'dongle_access_denied',
  'dongle_removed',
  'dongle_silent',
  'dongle_faulty',
  'dongle_busy',
  'dongle_not_set_up',
  'dongle_serial_hidden',
  'dongle_without_touch',
  'dongle_other',
  'touch_missed',
] as const;

export type AgentErrorCode = (typeof AGENT_ERROR_CODES)[number];

/** Ends an operation. The message and the cause are for the log. */
export class AgentError extends Error {
  readonly code: AgentErrorCode;

  constructor(code: AgentErrorCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AgentError';
    this.code = code;
  }
}

/** The library that speaks to USB can't be used on this machine, so no device can. */
export class DriverError extends AgentError {
  constructor(cause: unknown) {
    super('dongle_access_denied', 'the USB driver cannot be used', { cause });
    this.name = 'DriverError';
  }
}
