/** Where things stand in a CommerceML 2 file. @see XSD 2.10, `КоммерческаяИнформация` */
export const ROOT = 'КоммерческаяИнформация';

const CLASSIFIER = `${ROOT}/Классификатор`;
const CATALOGUE = `${ROOT}/Каталог`;
const PACKAGE = `${ROOT}/ПакетПредложений`;
const CHANGES = `${ROOT}/ИзмененияПакетаПредложений`;

/** Elements that say what a part of the file is about. */
export const SECTION = { catalogue: CATALOGUE, package: PACKAGE, changes: CHANGES } as const;

/** Records, by what they are for us; the same may stand in several places. */
export const RECORDS = {
  group: [`${CLASSIFIER}/Группы/Группа`],
  property: [`${CLASSIFIER}/Свойства/Свойство`],
  unit: [`${CLASSIFIER}/ЕдиницыИзмерения/ЕдиницаИзмерения`],
  priceType: [`${CLASSIFIER}/ТипыЦен/ТипЦены`, `${PACKAGE}/ТипыЦен/ТипЦены`],
  warehouse: [`${CLASSIFIER}/Склады/Склад`, `${PACKAGE}/Склады/Склад`],
  product: [`${CATALOGUE}/Товары/Товар`],
  validFrom: [`${PACKAGE}/ДействительноС`],
  validTo: [`${PACKAGE}/ДействительноДо`],
  offer: [`${PACKAGE}/Предложения/Предложение`, `${CHANGES}/Предложения/Предложение`],
  document: [`${ROOT}/Документ`, `${ROOT}/Контейнер/Документ`],
  counterparty: [`${ROOT}/Контрагенты/Контрагент`],
} as const;

export type RecordName = keyof typeof RECORDS;

const NAME_BY_PATH = new Map(
  Object.entries(RECORDS).flatMap(([name, paths]) =>
    // The keys of an object literal; `Object.entries` only forgets their type.
    paths.map((path): [string, RecordName] => [path, name as RecordName]),
  ),
);

export function recordName(path: string): RecordName | null {
  return NAME_BY_PATH.get(path) ?? null;
}

/** Every list that leads to a record, and the elements around the lists. */
const ABOVE_RECORDS = Object.values(RECORDS)
  .flat()
  .flatMap((path) => {
    const names = path.split('/').slice(0, -1);
    return names.map((_, index) => names.slice(0, index + 1).join('/'));
  });

/**
 * Elements that may hold any number of others and are therefore never held whole.
 * Everything directly inside one of them that is not itself one is a record.
 */
export const SECTIONS: ReadonlySet<string> = new Set([
  ...ABOVE_RECORDS,
  CLASSIFIER,
  CATALOGUE,
  PACKAGE,
  CHANGES,
]);
