import type { DataClass } from './data-classes.ts';

export const TIERS = [1, 2, 3, 4] as const;
/** How much a key can prove; a session never opens more than its key proves. Never shown as a number. */
export type Tier = (typeof TIERS)[number];

/** Policy data: which classes a tier opens. */
export type ClassesOfTier = Readonly<Record<Tier, readonly DataClass[]>>;

export const DEFAULT_CLASSES_OF_TIER: ClassesOfTier = {
  1: ['status'],
  2: ['status', 'goods', 'list-price'],
  3: ['status', 'goods', 'list-price', 'own-price', 'money'],
  4: ['status', 'goods', 'list-price', 'own-price', 'money'],
};

export function isTier(value: number): value is Tier {
  return TIERS.some((tier) => tier === value);
}
