import type { Detail } from './details.ts';
import type { Dictionaries } from './dictionaries.ts';
import { childrenOf, membersOf, ownText, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

type Property = { name: string; values: Map<string, string> };

/** A property of goods (`Свойство`) and the values that goods refer to by id. */
export function propertyOf(property: XmlElement): [id: string, property: Property] {
  const values = membersOf(property, 'ВариантыЗначений', 'Справочник').map((value): [string, string] => {
    const id = requiredText(value, 'ИдЗначения');
    return [id, textOf(value, 'Значение') ?? id];
  });
  return [
    requiredText(property, 'Ид'),
    { name: requiredText(property, 'Наименование'), values: new Map(values) },
  ];
}

/** The property values of a product (`ЗначенияСвойств`) as details, ids replaced by words where the set has them. */
export function propertyDetails(record: XmlElement, { properties }: Dictionaries): Detail[] {
  return membersOf(record, 'ЗначенияСвойств', 'ЗначенияСвойства').flatMap((pair) => {
    const id = requiredText(pair, 'Ид');
    const property = properties.get(id);
    const name = textOf(pair, 'Наименование') ?? property?.name ?? id;
    return childrenOf(pair, 'Значение').flatMap((element) => {
      const value = ownText(element);
      return value === null ? [] : [{ name, value: property?.values.get(value) ?? value }];
    });
  });
}
