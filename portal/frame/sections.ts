import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { CustomerRole, StaffRole } from '#auth/permissions/roles.ts';
import type { frameEn } from './words.en.ts';

export type SectionName = keyof (typeof frameEn)['sections'];

/** A place in the navigation. */
export type Section = {
  name: SectionName;
  href: string;
  /** Other addresses whose pages belong to it. */
  also?: readonly string[];
  icon:
    | 'people'
    | 'home'
    | 'orders'
    | 'prices'
    | 'discount'
    | 'documents'
    | 'company'
    | 'key'
    | 'search'
    | 'settings';
};

const CUSTOMER_SECTIONS: readonly (Section & { needs: DataClass })[] = [
  { name: 'home', href: '/home', icon: 'home', needs: 'status' },
  { name: 'orders', href: '/orders', also: ['/requests', '/claims'], icon: 'orders', needs: 'status' },
  { name: 'prices', href: '/prices', icon: 'prices', needs: 'list-price' },
  { name: 'discounts', href: '/discounts', icon: 'discount', needs: 'own-price' },
  { name: 'documents', href: '/documents', icon: 'documents', needs: 'goods' },
];

const STAFF_SECTIONS: Readonly<Record<StaffRole, readonly Section[]>> = {
  'account-manager': [
    { name: 'customers', href: '/desk', icon: 'company' },
    { name: 'keyStock', href: '/desk/stock', also: ['/desk/keys/reports'], icon: 'key' },
    { name: 'requests', href: '/desk/requests', icon: 'orders' },
    { name: 'claims', href: '/desk/claims', icon: 'documents' },
    { name: 'ties', href: '/desk/ties', icon: 'search' },
    { name: 'deputies', href: '/desk/deputies', icon: 'people' },
  ],
  loyalty: [{ name: 'discountDesk', href: '/loyalty', icon: 'discount' }],
  administrator: [
    { name: 'installation', href: '/admin', icon: 'home' },
    { name: 'keyStock', href: '/desk/stock', also: ['/desk', '/admin/keys'], icon: 'key' },
    { name: 'staff', href: '/admin/staff', icon: 'people' },
    { name: 'proposals', href: '/admin/proposals', icon: 'people' },
    { name: 'policy', href: '/admin/policy', icon: 'settings' },
    { name: 'sources', href: '/admin/sources', icon: 'documents' },
    { name: 'company', href: '/admin/company', icon: 'company' },
    { name: 'audit', href: '/audit', icon: 'search' },
  ],
  auditor: [
    { name: 'audit', href: '/audit', icon: 'search' },
    { name: 'policy', href: '/audit/policy', icon: 'settings' },
  ],
};

const PEOPLE: Section = { name: 'people', href: '/people', icon: 'people' };

/** What a customer's session can go to: only what its key and role open. */
export function customerSections(classes: readonly DataClass[], role: CustomerRole): Section[] {
  const own = CUSTOMER_SECTIONS.filter(({ needs }) => classes.includes(needs)).map(
    ({ needs: _needs, ...section }) => section,
  );
  return role === 'owner' ? [...own, PEOPLE] : own;
}

export function staffSections(role: StaffRole): readonly Section[] {
  return STAFF_SECTIONS[role];
}

/** What the fob in the corner says of a session: a word, never a number. */
export function reachOf(
  classes: readonly DataClass[],
  tier: number,
): 'everything' | 'prices' | 'goods' | 'status' {
  if (tier === 4 && classes.includes('own-price')) return 'everything';
  if (classes.includes('own-price')) return 'prices';
  return classes.includes('goods') ? 'goods' : 'status';
}

export type PersonRole = CustomerRole | StaffRole;
