import type { KeyKind } from './key-kind.ts';
/** A key that came from its maker, as the list that came with it says. */
export type StockLine = {
  /** In the form that `parseSerial` gives. */
  serial: string;
  kind: KeyKind;
  modelName: string | null;
  /** The delivery or box that it came with. */
  batch: string | null;
  /** What the company paid for it. */
  cost: { amountMinor: bigint; currency: string } | null;
  /** Printed on it, digits only; null: one is made. */
  cardNumber: string | null;
};

/** So many in one list: it is stored in one transaction, for which everybody else waits. */
export const STOCK_LINES_MAX = 500;

export const SERIAL_LENGTH_MAX = 60;
const SERIAL = new RegExp(`^[0-9A-Z][0-9A-Z._:/-]{0,${SERIAL_LENGTH_MAX - 1}}$`);

/**
 * A serial as it was typed or scanned, in the one form in which serials are stored and compared: capitals, no spaces.
 * @returns null for what no maker prints; a Cyrillic letter that looks like a Latin one is found here
 */
export function parseSerial(text: string): string | null {
  const serial = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  return SERIAL.test(serial) ? serial : null;
}
