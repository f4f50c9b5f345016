/** The form by which an administrator writes down somebody of the staff. */
import { isNotificationAddress } from '#auth/holders/notification-address.ts';
import { isStaffRole } from '#auth/permissions/roles.ts';
import type { StaffRole } from '#auth/permissions/roles.ts';

export const STAFF_FIELDS = ['name', 'email', 'role'] as const;
export type StaffTexts = Record<(typeof STAFF_FIELDS)[number], string>;
export type StaffFault = 'missing' | 'too_long' | 'not_email' | 'not_role';
export type StaffFaults = Partial<Record<keyof StaffTexts, StaffFault>>;

const LONGEST_NAME = 120;

export function parseStaffTexts(
  texts: StaffTexts,
):
  | { ok: true; person: { name: string; email: string | null; role: StaffRole } }
  | { ok: false; faults: StaffFaults } {
  const { name, email, role } = texts;
  const faults: StaffFaults = {};
  if (name === '') faults.name = 'missing';
  if (name.length > LONGEST_NAME) faults.name = 'too_long';
  if (email !== '' && !isNotificationAddress(email)) faults.email = 'not_email';
  if (!isStaffRole(role)) return { ok: false, faults: { ...faults, role: 'not_role' } };
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  return { ok: true, person: { name, email: email === '' ? null : email, role } };
}
