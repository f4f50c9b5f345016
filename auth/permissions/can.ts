import type { Actor, CustomerActor, StaffActor } from './actor.ts';
import type { DataClass } from './data-classes.ts';
import type { StaffRole, CustomerRole } from './roles.ts';
import { CLASSES_OF_ROLE } from './roles.ts';
import type { ClassesOfTier, Tier } from './tiers.ts';

/** What the actor wants to act on. A fact of a customer names its account and its class. */
export type Subject =
  | { kind: 'fact'; accountId: string; dataClass: DataClass }
  | { kind: 'account'; accountId: string; accountManagerId: string | null }
  | { kind: 'stock' }
  | { kind: 'installation' };

/** Everything that a person can do in the portal, by the name that routes and tests use. */
export type Action = CustomerAction | OwnerAction | StaffAction;

const CUSTOMER_ACTIONS = [
  'fact:read',
  'own-keys:read',
  'own-sessions:end',
  'own-address:change',
  'own-computer:add',
] as const;
type CustomerAction = (typeof CUSTOMER_ACTIONS)[number] | typeof ORDERING | typeof CLAIMING;

/** For those who buy, with a key that opens what they pay. */
const ORDERING = 'order:request';
const ORDERING_ROLES: readonly CustomerRole[] = ['owner', 'buyer'];

/** For everybody of a company who does more than look, with a key that opens what was delivered. */
const CLAIMING = 'claim:send';
const CLAIMING_ROLES: readonly CustomerRole[] = ['owner', 'buyer', 'accountant', 'receiver'];

/** What an owner does for their company, and nobody else in it. */
const OWNER_ACTIONS = ['people:read', 'proposal:decide', 'key:stop'] as const;
type OwnerAction = (typeof OWNER_ACTIONS)[number];

export const STAFF_ACTIONS = [
  'account:read',
  'account:open',
  'account:close',
  'deputy:name',
  'people:manage',
  'key:receive',
  'key:write-off',
  'key:issue',
  'key:ship',
  'key:suspend',
  'key:resume',
  'key:report-lost',
  'key:revoke',
  'key:revoke-many',
  'key:destroy',
  'key:reset-pin',
  'key:unlock-pin',
  'session:end',
  'tie:confirm',
  'price-list:assign',
  'order-request:settle',
  'claim:settle',
  'discount:manage',
  'discount:tie',
  'staff:manage',
  'policy:read',
  'policy:change',
  'import:manage',
  'company:change',
  'alarm:settle',
  'audit:read',
  'proposal:decide',
] as const;
type StaffAction = (typeof STAFF_ACTIONS)[number];

const ACTIONS_OF_STAFF: Readonly<Record<StaffRole, ReadonlySet<Action>>> = {
  'account-manager': new Set([
    'account:read',
    'account:open',
    'account:close',
    'deputy:name',
    'people:manage',
    'key:receive',
    'key:write-off',
    'key:issue',
    'key:ship',
    'key:suspend',
    'key:resume',
    'key:report-lost',
    'key:revoke',
    'key:destroy',
    'key:reset-pin',
    'key:unlock-pin',
    'session:end',
    'tie:confirm',
    'price-list:assign',
    'order-request:settle',
    'claim:settle',
  ]),
  loyalty: new Set(['account:read', 'discount:manage', 'discount:tie']),
  administrator: new Set([
    'account:read',
    'account:close',
    'deputy:name',
    'key:receive',
    'key:write-off',
    'key:suspend',
    'key:report-lost',
    'key:revoke-many',
    'session:end',
    'staff:manage',
    'policy:read',
    'policy:change',
    'import:manage',
    'company:change',
    'alarm:settle',
    'audit:read',
    'proposal:decide',
  ]),
  auditor: new Set(['policy:read', 'audit:read']),
};

/** What is done to keys that are nobody's yet. */
const STOCK_ACTIONS: ReadonlySet<Action> = new Set(['key:receive', 'key:write-off']);

/** What stays the manager's own while somebody stands in for them. */
const NOT_AS_DEPUTY: ReadonlySet<Action> = new Set(['account:open', 'account:close', 'deputy:name']);

/** Staff, and owners who decide, act with a key that proves everything, whatever the installation lets others do. */
const FULL_TIER: Tier = 4;

/**
 * The one rule of who may do what. Anything not named here is refused.
 * @param subject what it is done to; an account manager reaches only the accounts that are theirs, and those of a
 *   manager on leave for whom they stand in
 */
export function can(actor: Actor, action: Action, subject: Subject): boolean {
  return actor.kind === 'customer' ? customerCan(actor, action, subject) : staffCan(actor, action, subject);
}

/** Whether a key of the staff proves what staff must. Without it they can do nothing. */
export function isProvenStaff({ tier }: StaffActor): boolean {
  return tier === FULL_TIER;
}

/** The classes that both the role and the key open. */
export function classesOf(role: CustomerRole, tier: Tier, classesOfTier: ClassesOfTier): DataClass[] {
  return CLASSES_OF_ROLE[role].filter((dataClass) => classesOfTier[tier].includes(dataClass));
}

function customerCan(actor: CustomerActor, action: Action, subject: Subject): boolean {
  const isTheirs = [ownerCan, buyerCan, claimantCan].some((rule) => rule(actor, action));
  if (!isOneOf(CUSTOMER_ACTIONS, action) && !isTheirs) return false;
  const asksForFact = action === 'fact:read';
  if (subject.kind === 'fact')
    return asksForFact && subject.accountId === actor.accountId && actor.classes.includes(subject.dataClass);
  return subject.kind === 'account' && !asksForFact && subject.accountId === actor.accountId;
}

function staffCan(actor: StaffActor, action: Action, subject: Subject): boolean {
  if (!isProvenStaff(actor)) return false;
  if (!ACTIONS_OF_STAFF[actor.role].has(action)) return false;
  if (subject.kind === 'fact') return false;
  if (subject.kind === 'stock') return STOCK_ACTIONS.has(action);
  if (actor.role === 'account-manager') {
    return subject.kind === 'account' && looksAfter(actor, action, subject.accountManagerId);
  }
  return true;
}

/** A deputy's own deputies get nothing by it: what is asked is whose account it is. */
function looksAfter({ holderId, deputyFor }: StaffActor, action: Action, managerId: string | null): boolean {
  const standsIn = deputyFor.some((absentId) => absentId === managerId) && !NOT_AS_DEPUTY.has(action);
  return managerId === holderId || standsIn;
}

/** Reading who is there takes the role; deciding takes a key that proves everything as well. */
function ownerCan({ role, tier }: CustomerActor, action: Action): boolean {
  if (role !== 'owner' || !isOneOf(OWNER_ACTIONS, action)) return false;
  return action === 'people:read' || tier === FULL_TIER;
}

function buyerCan({ role, classes }: CustomerActor, action: Action): boolean {
  return action === ORDERING && ORDERING_ROLES.includes(role) && classes.includes('own-price');
}

function claimantCan({ role, classes }: CustomerActor, action: Action): boolean {
  return action === CLAIMING && CLAIMING_ROLES.includes(role) && classes.includes('goods');
}

function isOneOf(actions: readonly Action[], action: Action): boolean {
  return actions.includes(action);
}
