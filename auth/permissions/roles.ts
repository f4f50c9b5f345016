import type { DataClass } from './data-classes.ts';

export const CUSTOMER_ROLES = ['owner', 'buyer', 'accountant', 'receiver', 'viewer'] as const;
/** What a person is in a customer's company. */
export type CustomerRole = (typeof CUSTOMER_ROLES)[number];

export const STAFF_ROLES = ['administrator', 'account-manager', 'loyalty', 'auditor'] as const;
/** What a person is at the seller. */
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What each role in a customer's company may read. A viewer reads what a receiver does until the owner says more. */
export const CLASSES_OF_ROLE: Readonly<Record<CustomerRole, readonly DataClass[]>> = {
  receiver: ['status', 'goods'],
  viewer: ['status', 'goods'],
  buyer: ['status', 'goods', 'list-price', 'own-price'],
  accountant: ['status', 'goods', 'list-price', 'own-price', 'money'],
  owner: ['status', 'goods', 'list-price', 'own-price', 'money'],
};

export function isCustomerRole(text: string): text is CustomerRole {
  return CUSTOMER_ROLES.some((role) => role === text);
}

export function isStaffRole(text: string): text is StaffRole {
  return STAFF_ROLES.some((role) => role === text);
}
