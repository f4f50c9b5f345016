/** People of the demo company whom stories and pages need, each with the page that they begin on. */
export const PEOPLE = {
  owner: { role: 'customer', name: 'Тимур Кирпичников', home: '/home' },
  buyer: { role: 'customer', name: 'Зоя Закупкина', home: '/home' },
  accountant: { role: 'customer', name: 'Раиса Сальдова', home: '/home' },
  receiver: { role: 'customer', name: 'Фёдор Кладовкин', home: '/home' },
  manager: { role: 'account-manager', name: 'Борис Условный', home: '/desk' },
  loyalty: { role: 'loyalty', name: 'Жанна Скидкина', home: '/loyalty' },
  administrator: { role: 'administrator', name: 'Дарья Замкова', home: '/admin' },
  auditor: { role: 'auditor', name: 'Иннокентий Сверкин', home: '/audit' },
} as const;

export type PersonName = keyof typeof PEOPLE;
