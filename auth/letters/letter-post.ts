/** How a letter goes out: by whom, how often it is tried, and how long it is kept. */
import type { Letter } from './letter.ts';

/** Why a letter did not go out, as far as an administrator is told. What a mail server says is never stored. */
export const LETTER_FAULTS = [
  'no_connection',
  'no_tls',
  'login_refused',
  'address_refused',
  'message_refused',
  'file_not_written',
  /** Of a kind that this version does not know. */
  'unreadable',
  /** The program ended on the way, at the last try. */
  'interrupted',
  'other',
] as const;
export type LetterFault = (typeof LETTER_FAULTS)[number];

/** A letter as it is to be sent now. */
export type DueLetter = {
  id: string;
  letter: Letter;
  address: string;
  language: 'ru' | 'en';
  writtenAt: Date;
};

export type Delivery =
  | { ok: true }
  /** `isFinal`: it would be refused again. */
  | { ok: false; fault: LetterFault; isFinal: boolean };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From one try to the next; the first is longer than any delivery takes. Then it is given up. */
const WAITS_MS = [
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
] as const;
export const MOST_TRIES = WAITS_MS.length + 1;

/** How many at a run: whoever revokes a thousand keys keeps the post busy for some minutes, not the portal. */
export const LETTERS_PER_RUN = 100;

/** Names and addresses stand in letters, so that they are not kept longer than they help. */
export const SENT_KEPT_DAYS = 30;
export const UNSENT_KEPT_DAYS = 90;

/** @param tries how often it was tried, this one included */
export function nextTryAfter(tries: number, at: Date): Date {
  return new Date(at.getTime() + (WAITS_MS[tries - 1] ?? DAY_MS));
}

export function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * DAY_MS);
}
