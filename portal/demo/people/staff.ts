import type { StaffRole } from '#auth/permissions/roles.ts';
import { MANAGERS } from '../customers/managers.ts';
import type { DemoPerson } from './person.ts';

export type DemoStaff = DemoPerson & { staffRole: StaffRole };

/** The supplier's own people who sign in. */
export const STAFF: readonly DemoStaff[] = [
  staff('admin-1', 'administrator', 'Гордей Ключевой', 'Администратор безопасности', 'klyuchevoy'),
  staff('admin-2', 'administrator', 'Дарья Замкова', 'Администратор портала', 'zamkova'),
  ...MANAGERS.map(({ id, name, email, phone }): DemoStaff => ({
    ref: id,
    name,
    email,
    phone,
    position: 'Менеджер по работе с клиентами',
    language: 'ru',
    staffRole: 'account-manager',
  })),
  staff('loyalty-1', 'loyalty', 'Жанна Скидкина', 'Специалист по программам лояльности', 'skidkina'),
  staff('auditor-1', 'auditor', 'Иннокентий Сверкин', 'Внутренний аудитор', 'sverkin'),
];

function staff(
  ref: string,
  staffRole: StaffRole,
  name: string,
  position: string,
  mailbox: string,
): DemoStaff {
  const serial = { administrator: 20, 'account-manager': 11, loyalty: 30, auditor: 40 }[staffRole];
  return {
    ref,
    name,
    position,
    staffRole,
    email: `${mailbox}@demo-snab.example`,
    phone: `+7 (000) 000-01-${serial}`,
    language: 'ru',
  };
}
