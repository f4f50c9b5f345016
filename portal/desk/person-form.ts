import { LONGEST_ADDRESS, isNotificationAddress } from '#auth/holders/notification-address.ts';
import { isCustomerRole } from '#auth/permissions/roles.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { toOneLine } from '../lib/one-line.ts';

export const PERSON_FIELDS = ['name', 'position', 'email', 'phone', 'role', 'language'] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

/** What was typed. */
export type PersonTexts = Record<PersonField, string>;

export type ParsedPerson = {
  person: {
    name: string;
    position: string | null;
    email: string | null;
    phone: string | null;
    language: 'ru' | 'en';
  };
  role: CustomerRole;
};

export const LENGTH_MAX = { name: 120, position: 120, email: LONGEST_ADDRESS, phone: 40 } as const;

const PHONE_DIGITS_MIN = 5;

/** @returns the person, or the fields in which something is wrong */
export function parsePerson(
  texts: PersonTexts,
): ({ ok: true } & ParsedPerson) | { ok: false; faults: PersonField[] } {
  const line = (field: keyof typeof LENGTH_MAX) => toOneLine(texts[field]);
  const { role, language } = texts;
  const faults: PersonField[] = (['name', 'position', 'email', 'phone'] as const).filter(
    (field) => !isGood(field, line(field)),
  );
  if (isCustomerRole(role) && isLanguage(language) && faults.length === 0) {
    const person = {
      name: line('name'),
      position: line('position') || null,
      email: line('email') || null,
      phone: line('phone') || null,
      language,
    };
    return { ok: true, person, role };
  }
  return {
    ok: false,
    faults: [
      ...faults,
      ...(isCustomerRole(role) ? [] : (['role'] as const)),
      ...(isLanguage(language) ? [] : (['language'] as const)),
    ],
  };
}

function isGood(field: keyof typeof LENGTH_MAX, text: string): boolean {
  if (text.length > LENGTH_MAX[field]) return false;
  if (text === '') return field !== 'name';
  switch (field) {
    case 'name':
    case 'position':
      return true;
    case 'email':
      return isNotificationAddress(text);
    case 'phone':
      return text.replace(/\D/g, '').length >= PHONE_DIGITS_MIN;
  }
}

function isLanguage(text: string): text is 'ru' | 'en' {
  return text === 'ru' || text === 'en';
}
