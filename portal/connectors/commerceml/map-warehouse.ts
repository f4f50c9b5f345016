import { requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** `Склад` of the list of warehouses -> what stock calls it. */
export function warehouseOf(element: XmlElement): [id: string, name: string] {
  const id = requiredText(element, 'Ид');
  return [id, textOf(element, 'Наименование') ?? id];
}
