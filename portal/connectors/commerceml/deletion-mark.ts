import { requisitesOf } from './requisites.ts';
import { switchIn } from './value.ts';
import { attributeOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** Whether 1C says that a record is deleted: by a status, by an element or by a requisite. */
export function isMarkedDeleted(record: XmlElement): boolean {
  const status = attributeOf(record, 'Статус')?.toLowerCase().replaceAll('ё', 'е');
  const mark = switchIn(record, 'ПометкаУдаления');
  const requisite = requisitesOf(record).switch('ПометкаУдаления');
  return status === 'удален' || mark === true || requisite === true;
}
