import { takeDetails } from './details.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { childrenOf, markUsed, membersOf, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

export type MappedCounterparty = { externalId: string | null; name: string; rows: MappedRow[] };

/** Papers, birth and bank accounts of persons: the portal has no use for them, so it does not keep them. */
const NOT_KEPT: ReadonlySet<string> = new Set([
  'УдостоверениеЛичности',
  'ДатаРождения',
  'МестоРождения',
  'Пол',
  'РасчетныйСчет',
  'РасчетныеСчета',
]);

/** `Контрагент` -> counterparty and the persons that stand for it. Without an id of any kind there are no rows. */
export function mapCounterparty(element: XmlElement, context: MappingContext): MappedCounterparty {
  const taxId = textOf(element, 'ИНН') ?? '';
  const registrationReason = textOf(element, 'КПП');
  const legalName = textOf(element, 'ОфициальноеНаименование') ?? textOf(element, 'ПолноеНаименование');
  const name = textOf(element, 'Наименование') ?? legalName ?? personName(element) ?? '';
  const externalId = textOf(element, 'Ид') ?? idFromTaxId(taxId, registrationReason);
  for (const child of element.children) if (NOT_KEPT.has(child.name)) markUsed(child);
  if (externalId === null || name === '') {
    context.warn('counterparty_without_id', name, element);
    return { externalId: null, name, rows: [] };
  }
  const contacts = [
    ...representativesOf(element).map((person) => contactRow(person, externalId)),
    ...ownContact(element, externalId, name),
  ];
  const row = { externalId, name, legalName: legalName ?? name, taxId, registrationReason };
  const counterparty: MappedRow = {
    kind: 'counterparty',
    row: { ...row, details: takeDetails(element) },
  };
  return { externalId, name, rows: [counterparty, ...contacts] };
}

/** A counterparty that 1C sends without an id is known by its numbers at the tax office. */
function idFromTaxId(taxId: string, registrationReason: string | null): string | null {
  return taxId === '' ? null : ['ИНН', taxId, registrationReason].filter(Boolean).join('-');
}

function personName(element: XmlElement): string | null {
  const parts = ['Фамилия', 'Имя', 'Отчество'].flatMap((part) => textOf(element, part) ?? []);
  return parts.length === 0 ? null : parts.join(' ');
}

/** Shops wrap the person in a `Контрагент` of its own, the schema does not. */
function representativesOf(element: XmlElement): XmlElement[] {
  return membersOf(element, 'Представители', 'Представитель').flatMap((representative) => {
    const wrapped = childrenOf(representative, 'Контрагент');
    return wrapped.length > 0 ? wrapped : [representative];
  });
}

function contactRow(person: XmlElement, counterpartyRef: string): MappedRow {
  const name =
    textOf(person, 'Наименование') ?? textOf(person, 'ПолноеНаименование') ?? personName(person) ?? '—';
  const externalId = `${counterpartyRef}/${textOf(person, 'Ид') ?? name}`;
  for (const child of person.children) if (NOT_KEPT.has(child.name)) markUsed(child);
  const row = {
    externalId,
    counterpartyRef,
    name,
    position: textOf(person, 'Должность') ?? textOf(person, 'Отношение'),
    ...addressesOf(person),
  };
  return { kind: 'contact', row: { ...row, details: takeDetails(person) } };
}

/** Telephone and e-mail of the counterparty itself, as a contact of the same name. */
function ownContact(element: XmlElement, counterpartyRef: string, name: string): MappedRow[] {
  const { phone, email } = addressesOf(element);
  if (phone === null && email === null) return [];
  const row = { externalId: `${counterpartyRef}/`, counterpartyRef, name, phone, email };
  return [{ kind: 'contact', row }];
}

/** The first telephone and the first e-mail; `Почта` is a postal address unless there is an @ in it. */
function addressesOf(element: XmlElement): { phone: string | null; email: string | null } {
  const contacts = [
    ...membersOf(element, 'Контакты', 'Контакт'),
    ...membersOf(element, 'Контакты', 'КонтактВид'),
  ];
  const typed = contacts.map((contact) => ({ contact, ...peek(contact) }));
  const phone = typed.find(({ type }) => /телефон/i.test(type));
  const email = typed.find(({ value }) => /^[^\s@]+@[^\s@]+$/.test(value));
  return { phone: phone ? taken(phone.contact) : null, email: email ? taken(email.contact) : null };
}

function peek(contact: XmlElement): { type: string; value: string } {
  const textIn = (name: string): string => childrenOf(contact, name)[0]?.text ?? '';
  return { type: textIn('Тип'), value: textIn('Значение') };
}

function taken(contact: XmlElement): string | null {
  textOf(contact, 'Тип');
  return textOf(contact, 'Значение');
}
