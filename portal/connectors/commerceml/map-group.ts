import { membersOf, requiredText } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

const BETWEEN_LEVELS = ' / ';
/** As long as a row's text may be; of a longer path the end counts. */
const PATH_LENGTH = 500;

/** The names of a tree of groups (`Группа`), each with those above it: `Обувь / Женская`. */
export function groupNamesOf(group: XmlElement, above = ''): [id: string, name: string][] {
  const name = (above + requiredText(group, 'Наименование')).slice(-PATH_LENGTH);
  const below = membersOf(group, 'Группы', 'Группа');
  return [
    [requiredText(group, 'Ид'), name],
    ...below.flatMap((child) => groupNamesOf(child, `${name}${BETWEEN_LEVELS}`)),
  ];
}
