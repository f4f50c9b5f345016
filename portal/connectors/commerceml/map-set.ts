import { createHash } from 'node:crypto';
import { CommerceMlFault, isRecordFault } from './commerceml-fault.ts';
import { isDeliberatelyUnused } from './deliberately-unused.ts';
import { mapCounterparty } from './map-counterparty.ts';
import { mapDocument } from './map-document.ts';
import { groupNamesOf } from './map-group.ts';
import { mapOffer } from './map-offer.ts';
import type { PackagePeriod } from './map-offer.ts';
import { mapPriceType } from './map-price-type.ts';
import { mapProduct } from './map-product.ts';
import { propertyOf } from './map-property.ts';
import { warehouseOf } from './map-warehouse.ts';
import type { MappedRow, MappingContext, WarningCode } from './mapping.ts';
import { ROOT, SECTION, recordName } from './paths.ts';
import type { RecordName } from './paths.ts';
import { readRecords } from './read-records.ts';
import type { CommerceMlPart } from './read-records.ts';
import type { ReadingLimits } from './reading-limits.ts';
import { hashed } from './survey-set.ts';
import type { CommerceMlFile, SurveyedFile } from './survey-set.ts';
import type { Dictionaries } from './dictionaries.ts';
import { unitNamesOf } from './unit-name.ts';
import { dayOf } from './value.ts';
import { attributeOf, unusedOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** What comes out of the second reading, in the order of the file. */
export type MappedPart =
  | { type: 'row'; mapped: MappedRow; line: number }
  /** All price entries of this product are among the rows. */
  | { type: 'priced'; productId: string }
  | { type: 'fault'; fault: CommerceMlFault }
  | { type: 'warning'; code: WarningCode; subject: string; line: number };

const NO_PERIOD: PackagePeriod = { validFromOn: null, validToOn: null };

/**
 * Reads a file for the second time and maps its records.
 * A record that is wrong comes out as a fault and the reading goes on behind it.
 * @throws CommerceMlFault `file_changed` if the file is not what it was at the first reading
 */
export async function* mapFile(
  file: CommerceMlFile,
  surveyed: SurveyedFile,
  { dictionaries, limits }: { dictionaries: Dictionaries; limits: ReadingLimits },
): AsyncGenerator<MappedPart> {
  const hash = createHash('sha256');
  const mapper = new FileMapper(dictionaries, surveyed.formedAt);
  for await (const part of readRecords(hashed(file.open(), hash), limits)) yield* mapper.map(part);
  if (hash.digest('hex') === surveyed.sha256) return;
  throw new CommerceMlFault('file_changed', 'the file changed while it was read; import it again');
}

/** Knows in which package the reading is. */
class FileMapper {
  readonly #context: MappingContext;
  #period = NO_PERIOD;
  #out: MappedPart[] = [];

  constructor(dictionaries: Dictionaries, formedAt: Date | null) {
    const warn: MappingContext['warn'] = (code, subject, { position }) => {
      this.#out.push({ type: 'warning', code, subject, line: position.line });
    };
    this.#context = { dictionaries, formedAt, warn };
  }

  map(part: CommerceMlPart): MappedPart[] {
    this.#out = [];
    if (part.isSection) this.#beginSection(part);
    else this.#mapRecord(part);
    this.#warnOfUnused(part);
    return this.#out;
  }

  /** These attributes were read at the first reading. */
  #beginSection({ path, element }: CommerceMlPart): void {
    if (path === SECTION.package) this.#period = NO_PERIOD;
    if (path === ROOT) for (const name of ['ВерсияСхемы', 'ДатаФормирования']) attributeOf(element, name);
    else attributeOf(element, 'СодержитТолькоИзменения');
  }

  #mapRecord({ path, element }: CommerceMlPart): void {
    const name = recordName(path);
    if (name === null) return;
    try {
      for (const mapped of this.#rowsOf(name, element)) {
        this.#out.push({ type: 'row', mapped, line: element.position.line });
      }
    } catch (fault) {
      if (!isRecordFault(fault)) throw fault;
      this.#out.push({ type: 'fault', fault });
    }
  }

  #rowsOf(name: RecordName, element: XmlElement): MappedRow[] {
    const context = this.#context;
    switch (name) {
      case 'group':
        groupNamesOf(element);
        return [];
      case 'property':
        propertyOf(element);
        return [];
      case 'unit':
        unitNamesOf(element);
        return [];
      case 'warehouse':
        warehouseOf(element);
        return [];
      case 'validFrom':
        this.#period = { ...this.#period, validFromOn: dayOf(element) };
        return [];
      case 'validTo':
        this.#period = { ...this.#period, validToOn: dayOf(element) };
        return [];
      case 'priceType':
        return mapPriceType(element, context);
      case 'product':
        return mapProduct(element, context);
      case 'offer':
        return this.#offerRows(element);
      case 'document':
        return mapDocument(element, context);
      case 'counterparty':
        return mapCounterparty(element, context).rows;
    }
  }

  #offerRows(offer: XmlElement): MappedRow[] {
    const { productId, rows, hasAllPrices } = mapOffer(offer, this.#period, this.#context);
    if (hasAllPrices) this.#out.push({ type: 'priced', productId });
    return rows;
  }

  /** A record that is wrong is not read to its end, so it says nothing about what was left in it. */
  #warnOfUnused({ path, element }: CommerceMlPart): void {
    if (this.#out.some(({ type }) => type === 'fault')) return;
    for (const unused of unusedOf(element, path)) {
      if (isDeliberatelyUnused(unused)) continue;
      this.#out.push({ type: 'warning', code: 'not_read', subject: unused, line: element.position.line });
    }
  }
}
