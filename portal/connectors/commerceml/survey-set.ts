import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { isRecordFault } from './commerceml-fault.ts';
import { emptyDictionaries } from './dictionaries.ts';
import type { Dictionaries } from './dictionaries.ts';
import { surveyDocument } from './document-traits.ts';
import { groupNamesOf } from './map-group.ts';
import { offerIds } from './map-offer.ts';
import { warehouseIdsOf } from './map-stock.ts';
import { priceTypeOf } from './map-price-type.ts';
import { productTraitsOf } from './map-product.ts';
import { warehouseOf } from './map-warehouse.ts';
import { propertyOf } from './map-property.ts';
import type { MappingContext } from './mapping.ts';
import { ROOT, SECTION, recordName } from './paths.ts';
import type { RecordName } from './paths.ts';
import { readRecords } from './read-records.ts';
import type { CommerceMlPart } from './read-records.ts';
import type { ReadingLimits } from './reading-limits.ts';
import { unitNamesOf } from './unit-name.ts';
import { parseInstant, parseSwitch } from './value.ts';
import { attributeOf, childOf, requiredText } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** A file that can be read again from its start. */
export type CommerceMlFile = { name: string; open: () => AsyncIterable<Uint8Array> };

export type SurveyedFile = {
  name: string;
  /** Hex. */
  sha256: string;
  schemaVersion: string | null;
  formedAt: Date | null;
  hasGoods: boolean;
  hasDocuments: boolean;
};

/** Whether the lists of one sort are all there is. A set without any is not. */
export type Extent = { lists: number; fullLists: number };

/** What is known of a set of files before any of its rows is made. */
export type SetSurvey = {
  dictionaries: Dictionaries;
  catalogues: Extent;
  packages: Extent;
  hasPrices: boolean;
  hasPriceTypes: boolean;
  hasStock: boolean;
  hasDescribedOffers: boolean;
  /** Referred to by records of the set; what the set itself lacks of them is looked up in the read model. */
  productsWanted: Set<string>;
  warehousesWanted: Set<string>;
  documentsWanted: Set<string>;
};

export function emptySurvey(): SetSurvey {
  return {
    dictionaries: emptyDictionaries(),
    catalogues: { lists: 0, fullLists: 0 },
    packages: { lists: 0, fullLists: 0 },
    hasPrices: false,
    hasPriceTypes: false,
    hasStock: false,
    hasDescribedOffers: false,
    productsWanted: new Set(),
    warehousesWanted: new Set(),
    documentsWanted: new Set(),
  };
}

/**
 * Reads a file for the first time: proves that it is well-formed CommerceML and collects what records of other files
 * will need. What is wrong with a single record is left to the second reading, which names it.
 * @throws CommerceMlFault
 */
export async function surveyFile(
  file: CommerceMlFile,
  survey: SetSurvey,
  { limits, timeZone }: { limits: ReadingLimits; timeZone: string },
): Promise<SurveyedFile> {
  const hash = createHash('sha256');
  const surveyed = { ...NOTHING_KNOWN, name: file.name };
  for await (const part of readRecords(hashed(file.open(), hash), limits)) {
    if (part.path === ROOT) Object.assign(surveyed, stampOf(part.element, timeZone));
    else if (part.isSection) surveySection(part, survey);
    else surveyRecord(part, survey, surveyed);
  }
  return { ...surveyed, sha256: hash.digest('hex') };
}

const NOTHING_KNOWN: Omit<SurveyedFile, 'name' | 'sha256'> = {
  schemaVersion: null,
  formedAt: null,
  hasGoods: false,
  hasDocuments: false,
};

function stampOf(root: XmlElement, timeZone: string): Pick<SurveyedFile, 'schemaVersion' | 'formedAt'> {
  const formedAt = attributeOf(root, 'ДатаФормирования');
  return {
    schemaVersion: attributeOf(root, 'ВерсияСхемы'),
    formedAt: formedAt === null ? null : parseInstant(formedAt, timeZone),
  };
}

/** Passes bytes on and counts them into the hash. */
export async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Only an explicit «нет» to «only changes» makes a list full: tombstones follow from it. */
function surveySection({ path, element }: CommerceMlPart, survey: SetSurvey): void {
  const isChanges = parseSwitch(attributeOf(element, 'СодержитТолькоИзменения') ?? '');
  const extent = path === SECTION.catalogue ? survey.catalogues : survey.packages;
  if (path !== SECTION.catalogue && path !== SECTION.package && path !== SECTION.changes) return;
  extent.lists += 1;
  if (isChanges === false && path !== SECTION.changes) extent.fullLists += 1;
}

function surveyRecord({ path, element }: CommerceMlPart, survey: SetSurvey, file: MutableFile): void {
  const name = recordName(path);
  if (name === null) return;
  file.hasGoods ||= name === 'product' || name === 'offer' || name === 'priceType';
  file.hasDocuments ||= name === 'document';
  try {
    collect(name, element, { survey, formedAt: file.formedAt });
  } catch (error) {
    if (!isRecordFault(error)) throw error;
  }
}

type MutableFile = Omit<SurveyedFile, 'sha256'>;

function collect(
  name: RecordName,
  element: XmlElement,
  { survey, formedAt }: { survey: SetSurvey; formedAt: Date | null },
): void {
  const { dictionaries } = survey;
  switch (name) {
    case 'group':
      for (const [id, groupName] of groupNamesOf(element)) dictionaries.groups.set(id, groupName);
      return;
    case 'property':
      dictionaries.properties.set(...propertyOf(element));
      return;
    case 'unit':
      for (const [id, unitName] of unitNamesOf(element)) dictionaries.units.set(id, unitName);
      return;
    case 'priceType':
      survey.hasPriceTypes = true;
      dictionaries.priceTypes.set(requiredText(element, 'Ид'), priceTypeOf(element, silent(dictionaries)));
      return;
    case 'warehouse':
      dictionaries.warehouses.set(...warehouseOf(element));
      return;
    case 'product':
      dictionaries.products.set(requiredText(element, 'Ид'), productTraitsOf(element));
      return;
    case 'offer':
      surveyOffer(element, survey);
      return;
    case 'document':
      surveyDocument(element, survey, { formedAt, parentId: null });
      return;
    case 'validFrom':
    case 'validTo':
    case 'counterparty':
  }
}

function surveyOffer(offer: XmlElement, survey: SetSurvey): void {
  survey.productsWanted.add(offerIds(offer).baseId);
  survey.hasPrices ||= childOf(offer, 'Цены') !== null;
  survey.hasDescribedOffers ||= childOf(offer, 'Наименование') !== null;
  for (const id of warehouseIdsOf(offer)) survey.warehousesWanted.add(id);
  survey.hasStock ||= ['Количество', 'Склад', 'Склады', 'Остатки'].some(
    (name) => childOf(offer, name) !== null,
  );
}

/** The second reading warns; this one would only say everything twice. */
function silent(dictionaries: Dictionaries): MappingContext {
  return { dictionaries, formedAt: null, warn: () => undefined };
}
