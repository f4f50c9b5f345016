import { attributeOf, childOf, ownText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** Short names of the units that goods are sold in, by their code. @see ОКЕИ (ОК 015-94), sections 1-6 */
const UNITS: Readonly<Record<string, string>> = {
  '003': 'мм',
  '004': 'см',
  '006': 'м',
  '018': 'пог. м',
  '051': 'см2',
  '055': 'м2',
  '111': 'мл',
  '112': 'л',
  '113': 'м3',
  '163': 'г',
  '166': 'кг',
  '168': 'т',
  '356': 'ч',
  '359': 'сут',
  '362': 'мес',
  '616': 'боб',
  '625': 'лист',
  '704': 'набор',
  '715': 'пар',
  '728': 'пач',
  '736': 'рул',
  '778': 'упак',
  '796': 'шт',
  '839': 'компл',
  '868': 'бут',
  '876': 'усл. ед',
};
const CODE = /^\d{3,4}$/;

/** Units that the file itself describes (`ЕдиницыИзмерения`), short name by id or code. */
export type UnitNames = ReadonlyMap<string, string>;

/**
 * The short name of the unit in which a product is counted. 1C writes it as the text, as an attribute, or as a code
 * alone; a code that neither the file nor the classifier names stays a code.
 */
export function baseUnitOf(record: XmlElement, names: UnitNames): string | null {
  const unit = childOf(record, 'БазоваяЕдиница');
  if (!unit) return null;
  const written = ownText(unit) ?? attributeOf(unit, 'НаименованиеКраткое');
  if (written !== null) return unitName(written, names);
  const code = attributeOf(unit, 'Код');
  return (code && knownUnit(code, names)) ?? attributeOf(unit, 'НаименованиеПолное') ?? code;
}

/** The name of a unit that an element names by word or by code; in newer exports the unit is an element with both. */
export function unitIn(record: XmlElement, name: string, names: UnitNames): string | null {
  const unit = childOf(record, name);
  if (!unit) return null;
  const written =
    ownText(unit) ?? textOf(unit, 'НаименованиеКраткое') ?? textOf(unit, 'Код') ?? textOf(unit, 'Ид');
  return written === null ? null : unitName(written, names);
}

/** A unit that a newer file describes once (`ЕдиницаИзмерения`) -> its short name, by id and by code. */
export function unitNamesOf(unit: XmlElement): [idOrCode: string, name: string][] {
  const name = textOf(unit, 'НаименованиеКраткое') ?? textOf(unit, 'НаименованиеПолное');
  const keys = [textOf(unit, 'Ид'), textOf(unit, 'Код')].flatMap((key) => key ?? []);
  return name === null ? [] : keys.map((key) => [key, name]);
}

function unitName(written: string, names: UnitNames): string {
  return knownUnit(written, names) ?? written;
}

function knownUnit(written: string, names: UnitNames): string | null {
  return names.get(written) ?? (CODE.test(written) ? (UNITS[written.padStart(3, '0')] ?? null) : null);
}
