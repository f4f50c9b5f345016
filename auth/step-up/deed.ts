import { createHash } from 'node:crypto';
import type { Action } from '../permissions/can.ts';

/** What a key is asked to confirm: this action, on this object, with exactly this content. */
export type Deed = {
  action: Action;
  /** Id of what it is done to; empty where it is the installation. */
  object: string;
  /** Names and values of the form that asks for it, amounts included. */
  content: readonly (readonly [name: string, value: string])[];
};

/** Keeps what is signed here apart from anything else that a key may ever sign. */
const VERSION = 'brelok-deed-1';

/**
 * What the key signs of a deed: SHA-256 over its canonical form. Line ends count as one character, since browsers
 * send other ones than they show; the order of the fields does not count.
 */
export function hashOfDeed({ action, object, content }: Deed): Uint8Array<ArrayBuffer> {
  const fields = content
    .map(([name, value]) => [name, value.replaceAll('\r\n', '\n')] as const)
    .toSorted(compareFields);
  const canonical = JSON.stringify([VERSION, action, object, fields]);
  return new Uint8Array(createHash('sha256').update(canonical).digest());
}

function compareFields(one: readonly [string, string], other: readonly [string, string]): number {
  const [left, right] = [one.join('\0'), other.join('\0')];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
