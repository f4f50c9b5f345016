import { childOf, childrenOf, ownText } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** What a source says of a row beyond our model, in its own words. */
export type Detail = { name: string; value: string };

/** Elements that are a name and a value of it, and how the two are called. */
const PAIRS: Readonly<Record<string, { name: string; value: string }>> = {
  ЗначениеРеквизита: { name: 'Наименование', value: 'Значение' },
  ХарактеристикаТовара: { name: 'Наименование', value: 'Значение' },
  АдресноеПоле: { name: 'Тип', value: 'Значение' },
  Контакт: { name: 'Тип', value: 'Значение' },
  КонтактВид: { name: 'Тип', value: 'Значение' },
};

/** Wrappers whose name says nothing beside the names of what they hold. */
const PLAIN_LISTS: ReadonlySet<string> = new Set(['ЗначенияРеквизитов', 'ХарактеристикиТовара', 'Контакты']);

const NAME_LENGTH = 500;
const VALUE_LENGTH = 4_000;

/**
 * Takes everything out of a record that its mapping left: nothing that 1C said is dropped, known to us or not.
 * A detail is named by the elements that lead to it (`АдресРегистрации / Улица`).
 */
export function takeDetails(record: XmlElement): Detail[] {
  return [...attributeDetails(record, []), ...record.children.flatMap((child) => detailsOf(child, []))];
}

function detailsOf(element: XmlElement, above: readonly string[]): Detail[] {
  const pair = PAIRS[element.name];
  if (pair) return pairDetails(element, pair, above);
  const names = PLAIN_LISTS.has(element.name) ? above : [...above, element.name];
  return [
    ...(element.isUsed ? [] : detail(names, ownText(element))),
    ...attributeDetails(element, names),
    ...element.children.flatMap((child) => detailsOf(child, names)),
  ];
}

function pairDetails(
  element: XmlElement,
  pair: { name: string; value: string },
  above: readonly string[],
): Detail[] {
  const nameElement = childOf(element, pair.name);
  const names = [...above, (nameElement && ownText(nameElement)) ?? element.name];
  return [
    ...childrenOf(element, pair.value).flatMap((value) =>
      value.isUsed ? [] : detail(names, ownText(value)),
    ),
    ...attributeDetails(element, names),
    ...element.children.flatMap((child) => (child.isUsed ? [] : detailsOf(child, names))),
  ];
}

function attributeDetails(element: XmlElement, names: readonly string[]): Detail[] {
  return element.attributes.flatMap((attribute) => {
    if (attribute.isUsed) return [];
    attribute.isUsed = true;
    return detail([...names, attribute.name], attribute.value.trim());
  });
}

/** A value longer than a row may hold goes on in further details of the same name. */
function detail(names: readonly string[], value: string | null): Detail[] {
  if (value === null) return [];
  const name = names.join(' / ').slice(-NAME_LENGTH);
  const parts = Math.ceil(value.length / VALUE_LENGTH);
  return Array.from({ length: parts }, (_, part) => ({
    name,
    value: value.slice(part * VALUE_LENGTH, (part + 1) * VALUE_LENGTH),
  }));
}
