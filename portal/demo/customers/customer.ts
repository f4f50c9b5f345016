import { formatLongDay } from '#portal/documents/pdf/paper-format.ts';
import type { Party } from '../party.ts';
import type { CustomerKind } from './customer-kind.ts';

/** A customer as the supplier's ERP knows it. */
export type DemoCustomer = {
  /** External id of the counterparty. */
  id: string;
  /** Number of the account in the portal; null while nobody has tied the counterparty to one. */
  accountNumber: string | null;
  kind: CustomerKind;
  party: Party;
  city: string;
  deliveryAddresses: readonly [string, ...string[]];
  managerId: string;
  priceListId: string | null;
  contract: { number: string; signedOn: string };
  /** The first day of its ordering. */
  ordersFromOn: string;
  openingMinor: bigint;
};

/** The external id of the kind's shared contract price list. */
export function contractListId({ code }: CustomerKind): string {
  return `contract-${code}`;
}

/** Number of the `index`th account, from one. */
export function accountNumber(index: number): string {
  return `К-${index.toString().padStart(4, '0')}`;
}

/** The contract as papers cite it. */
export function contractText({ contract }: DemoCustomer): string {
  return `Договор поставки № ${contract.number} от ${formatLongDay(contract.signedOn)}`;
}
