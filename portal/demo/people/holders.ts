import type { CustomerRole } from '#auth/permissions/roles.ts';
import { addDays } from '#portal/lib/dates.ts';
import { accountNumber, type DemoCustomer } from '../customers/customer.ts';
import type { DemoPerson } from './person.ts';

export type DemoHolder = DemoPerson & {
  memberships: readonly { accountNumber: string; role: CustomerRole }[];
  /** MM-DD, as the ERP's contact says. */
  birthday: string;
};

type HolderSketch = readonly [
  ref: string,
  name: string,
  position: string,
  mailbox: string,
  memberships: readonly (readonly [accountIndex: number, role: CustomerRole])[],
];

/** Twelve people of the first six accounts; the bookkeeper of the builder also keeps the retailer's books. */
const HOLDER_SKETCHES: readonly HolderSketch[] = [
  ['holder-01', 'Макар Станков', 'Генеральный директор', 'stankov@zavod-obrazec', [[1, 'owner']]],
  ['holder-02', 'Зоя Закупкина', 'Начальник отдела снабжения', 'zakupkina@zavod-obrazec', [[1, 'buyer']]],
  ['holder-03', 'Клавдия Балансова', 'Главный бухгалтер', 'balansova@zavod-obrazec', [[1, 'accountant']]],
  ['holder-04', 'Фёдор Кладовкин', 'Заведующий складом', 'kladovkin@zavod-obrazec', [[1, 'receiver']]],
  ['holder-05', 'Тимур Кирпичников', 'Директор', 'kirpichnikov@uslovstroy', [[2, 'owner']]],
  ['holder-06', 'Нина Прорабова', 'Снабженец', 'prorabova@uslovstroy', [[2, 'buyer']]],
  [
    'holder-07',
    'Раиса Сальдова',
    'Бухгалтер на двух предприятиях',
    'saldova@buhgalteria-primer',
    [
      [2, 'accountant'],
      [5, 'accountant'],
    ],
  ],
  ['holder-08', 'Олеся Полеводова', 'Директор', 'polevodova@primernoe-pole', [[3, 'owner']]],
  ['holder-09', 'Архип Гаечкин', 'Владелец мастерской', 'gaechkin@masterskaya', [[4, 'owner']]],
  ['holder-10', 'Софья Прилавкина', 'Генеральный директор', 'prilavkina@td-mulyazh', [[5, 'owner']]],
  ['holder-11', 'Эдвард Смотрелкин', 'Консультант сети', 'smotrelkin@td-mulyazh', [[5, 'viewer']]],
  ['holder-12', 'Леонид Новичковский', 'Директор', 'novichkovskiy@pervyy-shag', [[6, 'owner']]],
];

/** The one whose birthday is coming, so that the portal has somebody to greet. */
const CELEBRATES = 'holder-02';
const ENGLISH = 'holder-11';

/** The holders of the first six accounts, with birthdays that fit the day on which the demo is shown. */
export function makeHolders(today: string): DemoHolder[] {
  return HOLDER_SKETCHES.map(([ref, name, position, mailbox, memberships], index) => ({
    ref,
    name,
    position,
    email: `${mailbox}.example`,
    phone: `+7 (000) 000-02-${(index + 1).toString().padStart(2, '0')}`,
    language: ref === ENGLISH ? 'en' : 'ru',
    memberships: memberships.map(([accountIndex, role]) => ({
      accountNumber: accountNumber(accountIndex),
      role,
    })),
    birthday: ref === CELEBRATES ? addDays(today, 3).slice(5) : birthdayOf(index),
  }));
}

/** One owner for each further account of a large demo. */
export function ownerOf({ accountNumber: number, party }: DemoCustomer): DemoHolder[] {
  if (number === null) return [];
  const digits = number.replace(/\D/gu, '');
  return [
    {
      ref: `holder-owner-${digits}`,
      name: `Владелец ${number} (демо)`,
      position: party.director.position,
      email: `owner-${digits}@klient.example`,
      phone: party.phone,
      language: 'ru',
      memberships: [{ accountNumber: number, role: 'owner' }],
      birthday: birthdayOf(Number(digits)),
    },
  ];
}

/** A day of the year that differs from person to person. */
function birthdayOf(index: number): string {
  return addDays('2001-01-09', (index * 29) % 365).slice(5);
}
