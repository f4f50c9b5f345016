import { FindingList } from '../findings.ts';
import type { EntityKind, Place } from '../port.ts';
import { parseEntity } from '../port.ts';
import { CommerceMlFault } from './commerceml-fault.ts';
import { mapForeignPriceLists } from './map-price-type.ts';
import { mapFile } from './map-set.ts';
import type { MappedPart } from './map-set.ts';
import type { MappedRow } from './mapping.ts';
import type { ReadingLimits } from './reading-limits.ts';
import type { RowSpool } from './row-spool.server.ts';
import { emptySurvey, surveyFile } from './survey-set.ts';
import type { CommerceMlFile, SetSurvey, SurveyedFile } from './survey-set.ts';
import { WarningCounter, faultProblem } from './to-problem.ts';

/** How far the reading of the files is; each is read once to be surveyed and once to be mapped. */
export type ReadingProgress = { phase: 'survey' | 'map'; file: string; bytesDone: number };

export type SetToRead = {
  files: readonly CommerceMlFile[];
  /** IANA name; the times in the files have no zone. */
  timeZone: string;
  limits: ReadingLimits;
  onReading?: ((progress: ReadingProgress) => void) | undefined;
};

type OpenedFile = { file: CommerceMlFile; surveyed: SurveyedFile };
type PlacedRow = { mapped: MappedRow; place: Place };

/** More than a row of the read model may say of itself. */
const DETAILS_MOST = 2_000;
/** Kinds whose rows are repeated in every document or package; the newest file's word counts. */
const REPEATED: ReadonlySet<EntityKind> = new Set(['counterparty', 'contact', 'price-list']);

/** The reading of one set: what was found wrong or odd, and how it ends up in the spool. */
export class SetReading {
  readonly problems = new FindingList();
  readonly warnings = new WarningCounter();
  readonly survey: SetSurvey = emptySurvey();
  readonly surveyed: SurveyedFile[] = [];
  readonly #set: SetToRead;
  readonly #spool: RowSpool;
  readonly #opened: OpenedFile[] = [];
  readonly #repeated = new Map<string, PlacedRow>();

  constructor(set: SetToRead, spool: RowSpool) {
    this.#set = set;
    this.#spool = spool;
  }

  /** The first reading of all files. Whatever is wrong with their bytes or markup is a problem after it. */
  async surveyFiles(): Promise<void> {
    for (const file of this.#set.files) {
      await this.#watched(file.name, async () => {
        const surveyed = await surveyFile(this.#counted(file, 'survey'), this.survey, this.#set);
        this.surveyed.push(surveyed);
        this.#opened.push({ file, surveyed });
      });
    }
  }

  /** The second reading: every row is checked and put in the spool. The order of the files makes no difference. */
  async mapFiles(): Promise<void> {
    for (const { file, surveyed } of this.#opened.toSorted(byAge)) {
      await this.#watched(file.name, () => this.#mapFile(file, surveyed));
    }
    for (const { mapped, place } of this.#repeated.values()) await this.#spoolRow(mapped, place);
    for (const mapped of mapForeignPriceLists(this.survey.dictionaries)) {
      await this.#spoolRow(mapped, { file: this.#set.files[0]?.name ?? '', line: null });
    }
    await this.#spool.flush();
  }

  async #mapFile(file: CommerceMlFile, surveyed: SurveyedFile): Promise<void> {
    const options = { dictionaries: this.survey.dictionaries, limits: this.#set.limits };
    for await (const part of mapFile(this.#counted(file, 'map'), surveyed, options)) {
      await this.#take(part, file.name);
    }
  }

  async #take(part: MappedPart, file: string): Promise<void> {
    switch (part.type) {
      case 'row':
        return this.#takeRow(part.mapped, { file, line: part.line });
      case 'priced':
        return this.#spool.addParent('price-entry', part.productId);
      case 'fault':
        this.problems.add(faultProblem(file, part.fault));
        return;
      case 'warning':
        this.warnings.add({ code: part.code, subject: part.subject, file, line: part.line });
    }
  }

  async #takeRow(mapped: MappedRow, place: Place): Promise<void> {
    if (REPEATED.has(mapped.kind)) {
      this.#repeated.set(`${mapped.kind} ${mapped.row.externalId}`, { mapped, place });
      return;
    }
    await this.#spoolRow(mapped, place);
    if (mapped.kind === 'order') await this.#spool.addParent('order-line', mapped.row.externalId);
    if (mapped.kind === 'shipment') await this.#spool.addParent('shipment-line', mapped.row.externalId);
  }

  async #spoolRow({ kind, row }: MappedRow, place: Place): Promise<void> {
    const details = row.details ?? [];
    if (details.length > DETAILS_MOST) {
      const { file, line } = place;
      this.warnings.add({ code: 'details_cut', subject: row.externalId, file, line: line ?? 0 });
    }
    const checked = parseEntity(kind, { ...row, details: details.slice(0, DETAILS_MOST) }, place);
    if (checked.ok) await this.#spool.addRow(kind, checked.entity, place);
    else this.problems.add(...checked.problems);
  }

  async #watched(file: string, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof CommerceMlFault)) throw error;
      this.problems.add(faultProblem(file, error));
    }
  }

  /** The same file, telling how much of it has been read. */
  #counted({ name, open }: CommerceMlFile, phase: ReadingProgress['phase']): CommerceMlFile {
    const { onReading } = this.#set;
    if (!onReading) return { name, open };
    return {
      name,
      open: () => reporting(open(), (bytesDone) => onReading({ phase, file: name, bytesDone })),
    };
  }
}

async function* reporting(
  bytes: AsyncIterable<Uint8Array>,
  report: (bytesDone: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytesDone = 0;
  for await (const chunk of bytes) {
    yield chunk;
    bytesDone += chunk.byteLength;
    report(bytesDone);
  }
}

/** Oldest first, so that the newest has the last word; between equals the contents decide, not the order given. */
function byAge(left: OpenedFile, right: OpenedFile): number {
  const [one, other] = [left.surveyed, right.surveyed];
  const age = (one.formedAt?.getTime() ?? 0) - (other.formedAt?.getTime() ?? 0);
  return age !== 0 ? age : Number(one.sha256 > other.sha256) - Number(one.sha256 < other.sha256);
}
