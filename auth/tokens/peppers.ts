import { createHmac } from 'node:crypto';

/** A secret that is mixed into short codes and PINs before they are hashed. It is kept outside the database. */
export type Pepper = {
  /** Names it in what it was mixed into; tells nothing of it. */
  version: string;
  key: Uint8Array;
};

/**
 * All peppers of an installation (ADM-10). What is hashed anew takes `current`; what was hashed earlier is checked with the
 * pepper that it names, or, where it names none, with each of `byVersion`.
 */
export type Peppers = { current: Pepper; byVersion: ReadonlyMap<string, Pepper> };

const VERSION_LENGTH = 12;

/** @param keys the newest first. A version follows from its key alone, so that it stays the same when others come and go. */
export function peppersOf(keys: readonly [Uint8Array, ...Uint8Array[]]): Peppers {
  const [current, ...older] = [toPepper(keys[0]), ...keys.slice(1).map(toPepper)] as const;
  return { current, byVersion: new Map([current, ...older].map((pepper) => [pepper.version, pepper])) };
}

function toPepper(key: Uint8Array): Pepper {
  const version = createHmac('sha256', key).update('brelok pepper').digest('hex').slice(0, VERSION_LENGTH);
  return { version, key };
}
