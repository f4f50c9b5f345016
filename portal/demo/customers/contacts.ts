import { makeHolders } from '../people/holders.ts';
import type { DemoCustomer } from './customer.ts';

/** A person at a customer, as the ERP lists them. */
export type DemoContact = {
  id: string;
  name: string;
  position: string;
  email: string;
  phone: string;
  birthday: string | null;
};

/** Whom to call at a customer: those who hold keys, and the storekeeper on duty, who holds none. */
export function contactsOf(customer: DemoCustomer, today: string): DemoContact[] {
  const holders = makeHolders(today)
    .filter(({ memberships }) =>
      memberships.some(({ accountNumber }) => accountNumber === customer.accountNumber),
    )
    .map(({ ref, name, position, email, phone, birthday }) => ({
      id: `contact-${customer.id}-${ref}`,
      name,
      position,
      email,
      phone,
      birthday,
    }));
  return [
    ...holders,
    {
      id: `contact-${customer.id}-duty`,
      name: 'Дежурный склада (демо)',
      position: 'Кладовщик',
      email: `sklad-${customer.id}@klient.example`,
      phone: customer.party.phone.replace(/\d\d$/u, '05'),
      birthday: null,
    },
  ];
}
