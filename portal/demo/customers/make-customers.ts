import { addDays } from '#portal/lib/dates.ts';
import type { Party } from '../party.ts';
import { createRandom } from '../random.ts';
import {
  companyTaxId,
  correspondentAccount,
  FICTIONAL_BIC,
  personTaxId,
  registrationReason,
  settlementAccount,
} from '../requisites.ts';
import { BANK_NAME } from '../seller.ts';
import { accountNumber, contractListId, type DemoCustomer } from './customer.ts';
import { CUSTOMER_KINDS, type CustomerKind } from './customer-kind.ts';
import { MANAGERS } from './managers.ts';

/** The accounts that the demo always has; more are made after the same six kinds. */
export const FIRST_ACCOUNTS = 6;

type Description = {
  kind: CustomerKind;
  name: string;
  legalName: string;
  /** A person in business, with the shorter set of registrations. */
  isPerson?: boolean;
  city: string;
  street: string;
  deliveryAddresses: readonly [string, ...string[]];
  director: { position: string; name: string };
  openingMinor: bigint;
};

const LIMITED = 'Общество с ограниченной ответственностью';

const DESCRIPTIONS: readonly [Description, ...Description[]] = [
  {
    kind: CUSTOMER_KINDS.factory,
    name: 'АО «Завод „Образец“» (демо)',
    legalName: 'Акционерное общество «Завод „Образец“» (демо)',
    city: 'Образцовск',
    street: 'Заводской проспект, д. 7',
    deliveryAddresses: [
      'г. Образцовск, Заводской проспект, д. 7, склад № 2',
      'г. Образцовск, Цеховая ул., д. 15, корпус 4',
    ],
    director: { position: 'Генеральный директор', name: 'Станков М. Г.' },
    openingMinor: 41_823_050n,
  },
  {
    kind: CUSTOMER_KINDS.builder,
    name: 'ООО «Условстрой» (демо)',
    legalName: `${LIMITED} «Условстрой» (демо)`,
    city: 'Примерград',
    street: 'Котлованная ул., д. 21',
    deliveryAddresses: [
      'г. Примерград, Котлованная ул., д. 21, база',
      'г. Примерград, ул. Новостроек, участок 8, прораб на объекте',
    ],
    director: { position: 'Директор', name: 'Кирпичников Т. Б.' },
    openingMinor: 18_640_700n,
  },
  {
    kind: CUSTOMER_KINDS.farm,
    name: 'ООО «Примерное поле» (демо)',
    legalName: `${LIMITED} «Примерное поле» (демо)`,
    city: 'Нивинск',
    street: 'Полевая ул., д. 3',
    deliveryAddresses: ['Нивинский район, с. Примерное, машинный двор'],
    director: { position: 'Директор', name: 'Полеводова О. Х.' },
    openingMinor: 7_415_000n,
  },
  {
    kind: CUSTOMER_KINDS.workshop,
    name: 'ИП Гаечкин А. А. (демо)',
    legalName: 'Индивидуальный предприниматель Гаечкин Архип Архипович (демо)',
    isPerson: true,
    city: 'Демоград',
    street: 'Гаражный проезд, д. 4, бокс 12',
    deliveryAddresses: ['г. Демоград, Гаражный проезд, д. 4, бокс 12'],
    director: { position: 'Индивидуальный предприниматель', name: 'Гаечкин А. А.' },
    openingMinor: 0n,
  },
  {
    kind: CUSTOMER_KINDS.retailer,
    name: 'ООО «ТД „Муляж“» (демо)',
    legalName: `${LIMITED} «Торговый дом „Муляж“» (демо)`,
    city: 'Витринск',
    street: 'Торговая площадь, д. 1',
    deliveryAddresses: [
      'г. Витринск, Складской тупик, д. 9, распределительный центр',
      'г. Витринск, Торговая площадь, д. 1, магазин',
    ],
    director: { position: 'Генеральный директор', name: 'Прилавкина С. Ч.' },
    openingMinor: -2_360_000n,
  },
  {
    kind: CUSTOMER_KINDS.newcomer,
    name: 'ООО «Первый шаг» (демо)',
    legalName: `${LIMITED} «Первый шаг» (демо)`,
    city: 'Начальск',
    street: 'Стартовая ул., д. 1, офис 1',
    deliveryAddresses: ['г. Начальск, Стартовая ул., д. 1, офис 1'],
    director: { position: 'Директор', name: 'Новичковский Л. Ш.' },
    openingMinor: 0n,
  },
];

const BRANCH_AGE_DAYS = 110;
const NEWCOMER_AGE_DAYS = 38;

export type CustomerPeriod = { startsOn: string; today: string; seed: number };

/** `count` customers with accounts, and one counterparty that waits for a person to say whose it is. */
export function makeCustomers(count: number, period: CustomerPeriod): DemoCustomer[] {
  const customers = Array.from({ length: count }, (_, index) => makeCustomer(index, period));
  const [factory] = customers;
  return factory ? [...customers, makeBranch(factory, count, period)] : customers;
}

function makeCustomer(index: number, { startsOn, today, seed }: CustomerPeriod): DemoCustomer {
  const described = DESCRIPTIONS[index % DESCRIPTIONS.length] ?? DESCRIPTIONS[0];
  const round = Math.floor(index / DESCRIPTIONS.length);
  const random = createRandom(seed, 'customer', index);
  const isNew = described.kind.code === 'newcomer';
  const signedOn = isNew
    ? addDays(today, -NEWCOMER_AGE_DAYS - 3)
    : addDays(startsOn, -random.between(40, 400));
  return {
    id: `cp-${padded(index + 1, 4)}`,
    accountNumber: accountNumber(index + 1),
    kind: described.kind,
    party: makeParty(described, index, round),
    city: described.city,
    deliveryAddresses: described.deliveryAddresses,
    managerId: (MANAGERS[index % MANAGERS.length] ?? MANAGERS[0]).id,
    priceListId: described.kind.contractGroups.length > 0 ? contractListId(described.kind) : null,
    contract: { number: `${padded(index + 12, 2)}/${signedOn.slice(2, 4)}-П`, signedOn },
    ordersFromOn: isNew ? addDays(today, -NEWCOMER_AGE_DAYS) : startsOn,
    openingMinor: round === 0 ? described.openingMinor : 0n,
  };
}

/** A branch of the first customer: same legal person and tax number, a КПП of its own, and no account yet. */
function makeBranch(factory: DemoCustomer, index: number, { today }: CustomerPeriod): DemoCustomer {
  const city = 'Филиальск';
  return {
    ...factory,
    id: `cp-${padded(index + 1, 4)}`,
    accountNumber: null,
    city,
    kind: { ...CUSTOMER_KINDS.factory, orderWeight: 3.5, lineCount: [1, 4] },
    party: {
      ...factory.party,
      name: 'АО «Завод „Образец“», филиал (демо)',
      legalName: 'Филиал акционерного общества «Завод „Образец“» в г. Филиальске (демо)',
      registrationReason: registrationReason('43', 1),
      address: `000090, г. ${city}, ул. Дочерняя, д. 2`,
      account: settlementAccount(90, 'company'),
      director: { position: 'Директор филиала', name: 'Отделов Ф. Ф.' },
    },
    deliveryAddresses: [`г. ${city}, ул. Дочерняя, д. 2`],
    contract: { ...factory.contract, number: `${factory.contract.number}-Ф` },
    ordersFromOn: addDays(today, -BRANCH_AGE_DAYS),
    openingMinor: 0n,
  };
}

function makeParty(described: Description, index: number, round: number): Party {
  const serial = index + 11;
  const { isPerson = false, city, street, director } = described;
  return {
    name: numbered(described.name, round),
    legalName: numbered(described.legalName, round),
    taxId: isPerson ? personTaxId(serial) : companyTaxId(serial),
    registrationReason: isPerson ? null : registrationReason('01', 1),
    address: `${padded(serial, 6)}, г. ${city}, ${street}`,
    bankName: BANK_NAME,
    bic: FICTIONAL_BIC,
    account: settlementAccount(serial, isPerson ? 'person' : 'company'),
    correspondentAccount: correspondentAccount(),
    phone: `+7 (000) 00${index % 10}-${padded(serial % 100, 2)}-00`,
    director,
  };
}

/** «Условстрой» (демо) -> «Условстрой» № 2 (демо), for the many customers of a large demo. */
function numbered(name: string, round: number): string {
  return round === 0 ? name : name.replace(' (демо)', ` № ${round + 1} (демо)`);
}

function padded(value: number, digits: number): string {
  return value.toString().padStart(digits, '0');
}
