import type { KeyKind } from './key-kind.ts';

/** Which key is issued: one from stock, or one that is in the manager's hand and was never stored. */
export type KeyChoice =
  /** Its serial or card number, as it was typed or scanned. */
  | { from: 'stock'; code: string }
  /** A key without a printed serial is known by its card number alone. */
  | { from: 'hand'; serial: string | null; kind: KeyKind };
