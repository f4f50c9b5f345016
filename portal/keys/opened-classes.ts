import { classesOf } from '#auth/permissions/can.ts';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { ClassesOfTier, Tier } from '#auth/permissions/tiers.ts';

/** What a person's key opens, and what keeps the rest closed. */
export type OpenedClasses = {
  opens: readonly DataClass[];
  /** The role allows these, the key does not prove enough. Another key opens them. */
  closedByKey: readonly DataClass[];
  /** No key opens these for this role. */
  closedByRole: readonly DataClass[];
};

/** A key that proves everything. */
const FULL_TIER: Tier = 4;

export function openedClasses(role: CustomerRole, tier: Tier, classesOfTier: ClassesOfTier): OpenedClasses {
  const opens = classesOf(role, tier, classesOfTier);
  const openable = classesOf(role, FULL_TIER, classesOfTier);
  return {
    opens,
    closedByKey: openable.filter((dataClass) => !opens.includes(dataClass)),
    closedByRole: DATA_CLASSES.filter((dataClass) => !openable.includes(dataClass)),
  };
}
