/** The permission rule, written down once more as what each may do to what. A permission more or less fails here. */
import { describe, expect, test } from 'vitest';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { STAFF_ACTIONS, can, classesOf, isProvenStaff } from '#auth/permissions/can.ts';
import type { Action, Subject } from '#auth/permissions/can.ts';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import {
  CLASSES_OF_ROLE,
  CUSTOMER_ROLES,
  STAFF_ROLES,
  isCustomerRole,
  isStaffRole,
} from '#auth/permissions/roles.ts';
import type { CustomerRole, StaffRole } from '#auth/permissions/roles.ts';
import { DEFAULT_CLASSES_OF_TIER, TIERS, isTier } from '#auth/permissions/tiers.ts';
import type { Tier } from '#auth/permissions/tiers.ts';

const CUSTOMERS: readonly Action[] = [
  'fact:read',
  'own-keys:read',
  'own-sessions:end',
  'own-address:change',
  'own-computer:add',
  'people:read',
  'key:stop',
  'order:request',
  'claim:send',
];
const ALL_ACTIONS: readonly Action[] = [...new Set<Action>([...STAFF_ACTIONS, ...CUSTOMERS])];

const SUBJECTS = {
  'own account': { kind: 'account', accountId: 'a-1', accountManagerId: 'me' },
  'other account': { kind: 'account', accountId: 'a-2', accountManagerId: 'somebody-else' },
  'account of nobody': { kind: 'account', accountId: 'a-3', accountManagerId: null },
  stock: { kind: 'stock' },
  installation: { kind: 'installation' },
  fact: { kind: 'fact', accountId: 'a-1', dataClass: 'status' },
} as const satisfies Record<string, Subject>;
type SubjectName = keyof typeof SUBJECTS;

const OF_MANAGER: readonly Action[] = [
  'account:close',
  'account:open',
  'account:read',
  'claim:settle',
  'deputy:name',
  'key:destroy',
  'key:issue',
  'key:receive',
  'key:report-lost',
  'key:reset-pin',
  'key:resume',
  'key:revoke',
  'key:ship',
  'key:suspend',
  'key:unlock-pin',
  'key:write-off',
  'order-request:settle',
  'people:manage',
  'price-list:assign',
  'session:end',
  'tie:confirm',
];
const OF_LOYALTY: readonly Action[] = ['account:read', 'discount:manage', 'discount:tie'];
const OF_ADMINISTRATOR: readonly Action[] = [
  'account:close',
  'account:read',
  'alarm:settle',
  'audit:read',
  'company:change',
  'deputy:name',
  'import:manage',
  'key:receive',
  'key:report-lost',
  'key:revoke-many',
  'key:suspend',
  'key:write-off',
  'policy:change',
  'policy:read',
  'proposal:decide',
  'session:end',
  'staff:manage',
];
const OF_AUDITOR: readonly Action[] = ['audit:read', 'policy:read'];

/** What each may do, by what it is done to. What is not here is refused. */
const STAFF: Readonly<Record<StaffRole, Partial<Record<SubjectName, readonly Action[]>>>> = {
  'account-manager': { 'own account': OF_MANAGER, stock: ['key:receive', 'key:write-off'] },
  loyalty: everywhere(OF_LOYALTY),
  administrator: { ...everywhere(OF_ADMINISTRATOR), stock: ['key:receive', 'key:write-off'] },
  auditor: everywhere(OF_AUDITOR),
};

function everywhere(actions: readonly Action[]) {
  return {
    'own account': actions,
    'other account': actions,
    'account of nobody': actions,
    installation: actions,
  };
}

const aStaffActor = (role: StaffRole, tier: Tier = 4): StaffActor => ({
  kind: 'staff',
  role,
  tier,
  deputyFor: [],
  holderId: 'me',
  keyId: 'k-1',
  sessionId: 's-1',
});

const aCustomer = (role: CustomerRole, tier: Tier, classes: readonly DataClass[]): CustomerActor => ({
  kind: 'customer',
  role,
  tier,
  classes,
  accountId: 'a-1',
  holderId: 'me',
  keyId: 'k-1',
  sessionId: 's-1',
});

test('roles and tiers are these, and nothing else is taken for one', () => {
  const customers = ['owner', 'buyer', 'accountant', 'receiver', 'viewer'];
  const staff = ['administrator', 'account-manager', 'loyalty', 'auditor'];
  const said = [...customers, ...staff, '', 'root', 'Owner'];
  expect([CUSTOMER_ROLES, said.filter(isCustomerRole)]).toEqual([customers, customers]);
  expect([STAFF_ROLES, said.filter(isStaffRole)]).toEqual([staff, staff]);
  expect([TIERS, [0, 1, 2, 3, 4, 5, 1.5].filter(isTier)]).toEqual([
    [1, 2, 3, 4],
    [1, 2, 3, 4],
  ]);
});

describe('ADM-03 somebody of the staff', () => {
  test.for(STAFF_ROLES)('in the role of %s does exactly what is written down', (role) => {
    for (const [name, subject] of Object.entries(SUBJECTS)) {
      const allowed = ALL_ACTIONS.filter((action) => can(aStaffActor(role), action, subject));
      const written = Object.entries(STAFF[role]).find(([one]) => one === name)?.[1] ?? [];
      expect([name, allowed.toSorted()]).toEqual([name, written.toSorted()]);
    }
  });

  test.for(STAFF_ROLES)(
    'in the role of %s does nothing with a key that proves less than everything',
    (role) => {
      for (const tier of TIERS.filter((one) => one < 4)) {
        const actor = aStaffActor(role, tier);
        expect(isProvenStaff(actor)).toBe(false);
        for (const subject of Object.values(SUBJECTS))
          expect(ALL_ACTIONS.filter((action) => can(actor, action, subject))).toEqual([]);
      }
      expect(isProvenStaff(aStaffActor(role))).toBe(true);
    },
  );

  test('REC-02 who stands in for a manager does at their accounts what they do, but opens and ends none and names no deputy', () => {
    const own = ['account:close', 'account:open', 'deputy:name'];
    const deputy = { ...aStaffActor('account-manager'), deputyFor: ['somebody', 'somebody-else'] };
    const allowed = (subject: Subject) => ALL_ACTIONS.filter((action) => can(deputy, action, subject));
    const asDeputy = OF_MANAGER.filter((action) => !own.includes(action));
    expect(allowed(SUBJECTS['other account']).toSorted()).toEqual(asDeputy.toSorted());
    expect(allowed(SUBJECTS['own account']).toSorted()).toEqual(OF_MANAGER.toSorted());
    expect(allowed(SUBJECTS['account of nobody'])).toEqual([]);
    expect(allowed({ ...SUBJECTS['other account'], accountManagerId: 'a-stranger' })).toEqual([]);
  });

  test('every action of the staff is somebody’s', () => {
    const named = Object.values(STAFF).flatMap((subjects) => Object.values(subjects).flat());
    expect(STAFF_ACTIONS.toSorted()).toEqual([...new Set(named)].toSorted());
  });
});

test('ADM-03 it is the kind of a subject that counts, whatever else it carries', () => {
  const everything = { accountId: 'a-1', accountManagerId: 'me', dataClass: 'status' } as const;
  const [stock, installation, account, fact] = (['stock', 'installation', 'account', 'fact'] as const).map(
    (kind) => ({ kind, ...everything }),
  );
  const owner = aCustomer('owner', 4, DATA_CLASSES);
  const allowedOn = (subject: Subject | undefined) =>
    subject && ALL_ACTIONS.filter((action) => can(owner, action, subject));
  expect([allowedOn(stock), allowedOn(installation), allowedOn(fact)]).toEqual([[], [], ['fact:read']]);
  expect(allowedOn(account)).not.toContain('fact:read');
  const manager = aStaffActor('account-manager');
  expect(ALL_ACTIONS.filter((action) => installation && can(manager, action, installation))).toEqual([]);
});

describe('SES-12 somebody of a customer', () => {
  const own = SUBJECTS['own account'];

  test.for(CUSTOMER_ROLES.flatMap((role) => TIERS.map((tier) => [role, tier] as const)))(
    'as %s with a key of tier %i does exactly what is written down, in their own account alone',
    ([role, tier]) => {
      const actor = aCustomer(role, tier, DATA_CLASSES);
      const written: Action[] = [
        'own-keys:read',
        'own-sessions:end',
        'own-address:change',
        'own-computer:add',
      ];
      if (role === 'owner' || role === 'buyer') written.push('order:request');
      if (role !== 'viewer') written.push('claim:send');
      if (role === 'owner') written.push('people:read');
      if (role === 'owner' && tier === 4) written.push('key:stop', 'proposal:decide');
      expect(ALL_ACTIONS.filter((action) => can(actor, action, own)).toSorted()).toEqual(written.toSorted());
      expect(ALL_ACTIONS.filter((action) => can(actor, action, SUBJECTS.fact))).toEqual(['fact:read']);
      for (const name of ['other account', 'account of nobody', 'stock', 'installation'] as const)
        expect([name, ALL_ACTIONS.filter((action) => can(actor, action, SUBJECTS[name]))]).toEqual([
          name,
          [],
        ]);
    },
  );

  test('asks for an order only with a key that opens what it costs them', () => {
    const unpriced = aCustomer('owner', 2, ['status', 'goods', 'list-price']);
    expect(can(unpriced, 'order:request', own)).toBe(false);
  });

  test('says what is wrong with a delivery only with a key that opens what was in it', () => {
    expect(can(aCustomer('receiver', 2, ['status', 'goods']), 'claim:send', own)).toBe(true);
    expect(can(aCustomer('receiver', 1, ['status']), 'claim:send', own)).toBe(false);
  });

  test('reads facts of the open classes and of their own account, and no other', () => {
    for (const open of DATA_CLASSES) {
      const actor = aCustomer('buyer', 4, [open]);
      const reads = (accountId: string) =>
        DATA_CLASSES.filter((dataClass) => can(actor, 'fact:read', { kind: 'fact', accountId, dataClass }));
      expect([reads('a-1'), reads('a-2')]).toEqual([[open], []]);
    }
  });

  test('is opened what both role and key open', () => {
    const byRole = {
      owner: ['status', 'goods', 'list-price', 'own-price', 'money'],
      accountant: ['status', 'goods', 'list-price', 'own-price', 'money'],
      buyer: ['status', 'goods', 'list-price', 'own-price'],
      receiver: ['status', 'goods'],
      viewer: ['status', 'goods'],
    } satisfies Record<CustomerRole, DataClass[]>;
    const byTier = {
      4: ['status', 'goods', 'list-price', 'own-price', 'money'],
      3: ['status', 'goods', 'list-price', 'own-price', 'money'],
      2: ['status', 'goods', 'list-price'],
      1: ['status'],
    } satisfies Record<Tier, DataClass[]>;
    expect(CLASSES_OF_ROLE).toEqual(byRole);
    expect(DEFAULT_CLASSES_OF_TIER).toEqual(byTier);
    for (const role of CUSTOMER_ROLES) {
      for (const tier of TIERS) {
        const both = DATA_CLASSES.filter(
          (one) => CLASSES_OF_ROLE[role].includes(one) && DEFAULT_CLASSES_OF_TIER[tier].includes(one),
        );
        expect(classesOf(role, tier, DEFAULT_CLASSES_OF_TIER)).toEqual(both);
      }
    }
  });
});
