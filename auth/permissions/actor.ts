import type { DataClass } from './data-classes.ts';
import type { CustomerRole, StaffRole } from './roles.ts';
import type { Tier } from './tiers.ts';

type SignedIn = {
  sessionId: string;
  holderId: string;
  keyId: string;
  tier: Tier;
};

/** Somebody of a customer, at work in one of their accounts. */
export type CustomerActor = SignedIn & {
  kind: 'customer';
  accountId: string;
  role: CustomerRole;
  /** What both the role and the key open: the only classes that may leave the database for this session. */
  classes: readonly DataClass[];
};

/** Somebody of the seller. */
export type StaffActor = SignedIn & {
  kind: 'staff';
  role: StaffRole;
  /** The managers for whom they stand in today, judged at this request; empty for whoever is no manager. */
  deputyFor: readonly string[];
};

/** Who acts, and what their session has proven. */
export type Actor = CustomerActor | StaffActor;
