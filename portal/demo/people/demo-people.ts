import type { DemoCustomer } from '../customers/customer.ts';
import { FIRST_ACCOUNTS } from '../customers/make-customers.ts';
import type { DemoWorld } from '../world.ts';
import { makeHolders, ownerOf, type DemoHolder } from './holders.ts';
import { makeKeyDiscounts, type DemoDiscount } from './key-discounts.ts';
import { STAFF, type DemoStaff } from './staff.ts';

export type DemoAccount = {
  number: string;
  name: string;
  /** Ref of the account manager. */
  managerRef: string;
  /** The counterparty of the file drop that is this account. */
  counterpartyId: string;
  taxId: string;
};

/** A counterparty that nobody has tied to an account yet, and the account that a person will find it belongs to. */
export type DemoOpenTie = {
  counterpartyId: string;
  legalName: string;
  taxId: string;
  likelyAccountNumber: string;
};

/** The portal's side of the demo: what a source never writes. The loader puts it in by the portal's own use cases. */
export type DemoPeople = {
  staff: readonly DemoStaff[];
  accounts: readonly DemoAccount[];
  holders: readonly DemoHolder[];
  openTies: readonly DemoOpenTie[];
  discounts: readonly DemoDiscount[];
};

/** Everybody who gets a key in the demo, their accounts, and the discounts that their keys carry. */
export function demoPeople(world: DemoWorld): DemoPeople {
  return {
    staff: STAFF,
    accounts: world.customers.flatMap(toAccount),
    holders: [...makeHolders(world.today), ...world.customers.slice(FIRST_ACCOUNTS).flatMap(ownerOf)],
    openTies: openTiesOf(world.customers),
    discounts: makeKeyDiscounts(world.today),
  };
}

function toAccount({ accountNumber, party, managerId, id }: DemoCustomer): DemoAccount[] {
  if (accountNumber === null) return [];
  const { name, taxId } = party;
  return [{ number: accountNumber, name, managerRef: managerId, counterpartyId: id, taxId }];
}

function openTiesOf(customers: readonly DemoCustomer[]): DemoOpenTie[] {
  return customers
    .filter(({ accountNumber }) => accountNumber === null)
    .flatMap(({ id, party }) => {
      const same = customers.find(
        (other) => other.accountNumber !== null && other.party.taxId === party.taxId,
      );
      const likelyAccountNumber = same?.accountNumber ?? null;
      if (likelyAccountNumber === null) return [];
      return [{ counterpartyId: id, legalName: party.legalName, taxId: party.taxId, likelyAccountNumber }];
    });
}
