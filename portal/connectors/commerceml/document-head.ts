import { isMarkedDeleted } from './deletion-mark.ts';
import { mapCounterparty } from './map-counterparty.ts';
import type { Detail } from './details.ts';
import type { MappedCounterparty } from './map-counterparty.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { CommerceMlFault } from './commerceml-fault.ts';
import { requisitesOf } from './requisites.ts';
import type { Requisites } from './requisites.ts';
import { currencyIn, requiredDayIn } from './value.ts';
import { markUsed, membersOf, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** What all documents have, whatever the operation. */
export type DocumentHead = {
  element: XmlElement;
  externalId: string;
  version: string | null;
  number: string;
  /** The day of the document. */
  on: string;
  counterpartyRef: string | null;
  /** The document on which this one is based: for a shipment, the order. */
  baseRef: string | null;
  isDeleted: boolean;
  requisites: Requisites;
  /** The document's own, else that of the document around it. */
  currencyOrNull: string | null;
  counterpartyRows: MappedRow[];
  details: Detail[];
};

type Party = MappedCounterparty & { role: string };

/** Whose order it is, in this order of preference. @see XSD 2.10, `РольТип` */
const CUSTOMER_ROLES = ['Покупатель', 'Плательщик', 'Получатель'];
const SELLER_ROLE = 'Продавец';

/** Reads the head of `Документ` or, with the document around it, of `ПодчиненныйДокумент`. */
export function readDocumentHead(
  element: XmlElement,
  parent: DocumentHead | null,
  context: MappingContext,
): DocumentHead {
  const requisites = requisitesOf(element);
  const parties = membersOf(element, 'Контрагенты', 'Контрагент').flatMap((party) =>
    readParty(party, context),
  );
  const customer = customerAmong(parties);
  return {
    element,
    externalId: requiredText(element, 'Ид'),
    version: textOf(element, 'НомерВерсии'),
    number: requiredText(element, 'Номер'),
    on: requiredDayIn(element, 'Дата'),
    counterpartyRef: customer ? customer.externalId : (parent?.counterpartyRef ?? null),
    baseRef: textOf(element, 'Основание') ?? parent?.externalId ?? null,
    isDeleted: isMarkedDeleted(element),
    requisites,
    currencyOrNull: currencyIn(element, 'Валюта') ?? parent?.currencyOrNull ?? null,
    counterpartyRows: parties.flatMap(({ rows }) => rows),
    details: [...partyDetails(parties, customer), ...rateDetails(element)],
  };
}

/** The documents that a document holds because they are based on it. */
export function subordinatesOf(element: XmlElement): XmlElement[] {
  return membersOf(element, 'ПодчиненныеДокументы', 'ПодчиненныйДокумент');
}

/** @throws CommerceMlFault `value_missing` */
export function requiredCurrency({ element, currencyOrNull }: DocumentHead): string {
  if (currencyOrNull !== null) return currencyOrNull;
  throw new CommerceMlFault(
    'value_missing',
    `<${element.name}> has amounts but no <Валюта>`,
    element.position,
  );
}

/** A document that 1C has not posted is a draft there: what was shown of it before is taken back. */
export function isWithdrawn({ isDeleted, requisites }: DocumentHead): boolean {
  return isDeleted || requisites.switch('Проведен') === false;
}

export function isCancelled({ requisites }: DocumentHead): boolean {
  return requisites.switch('Отменен') === true;
}

/** The seller is the company itself: nothing about it is taken from a source. */
function readParty(element: XmlElement, context: MappingContext): Party[] {
  const role = textOf(element, 'Роль') ?? '';
  if (role !== SELLER_ROLE) return [{ role, ...mapCounterparty(element, context) }];
  markUsed(element);
  return [];
}

function customerAmong(parties: readonly Party[]): Party | null {
  const byRole = CUSTOMER_ROLES.map((role) => parties.find((party) => party.role === role));
  return byRole.find((party) => party !== undefined) ?? parties.find(({ role }) => role === '') ?? null;
}

/** Consignee, payer and the like, where they are not the customer, and a customer who can't be told from others. */
function partyDetails(parties: readonly Party[], customer: Party | null): Detail[] {
  return parties
    .filter((party) => (party !== customer || party.externalId === null) && party.name !== '')
    .map(({ role, name }) => ({ name: role, value: name }));
}

/** The rate to the currency of the accounts; 1 says nothing. */
function rateDetails(element: XmlElement): Detail[] {
  const rate = textOf(element, 'Курс');
  return rate === null || rate === '1' ? [] : [{ name: 'Курс', value: rate }];
}
