import type { SecretName } from './env.server.ts';

/**
 * `add`: a new key is used from now on, older ones stay to open what they made. `prepare` and `promote` are the same in
 * two steps, for several processes on one database: first all of them learn the new key, then all begin to use it.
 * `drop`: only the key in use stays.
 */
export type Rotation = 'add' | 'prepare' | 'promote' | 'drop';

/** The keys of a kind after a change. @param text keys with commas between them, the one in use first */
export function rotateKeys(text: string, rotation: Rotation, mintKey: () => string): string {
  const keys = text.split(',');
  switch (rotation) {
    case 'add':
      return [mintKey(), ...keys].join(',');
    case 'prepare':
      return [...keys, mintKey()].join(',');
    case 'promote':
      return [...keys.slice(-1), ...keys.slice(0, -1)].join(',');
    case 'drop':
      return keys.slice(0, 1).join(',');
  }
}

export type RotationFault = { name: SecretName; fault: 'nothing_to_promote' | 'log_needs_it' };

/** What speaks against a change. The log is verified with every key that it was ever written with. */
export function findRotationFault(name: SecretName, text: string, rotation: Rotation): RotationFault | null {
  if (rotation === 'drop' && name === 'AUDIT_KEY') return { name, fault: 'log_needs_it' };
  if (rotation === 'promote' && !text.includes(',')) return { name, fault: 'nothing_to_promote' };
  return null;
}
