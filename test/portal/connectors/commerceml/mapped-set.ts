import { READING_LIMITS } from '#portal/connectors/commerceml/reading-limits.ts';
import { mapForeignPriceLists } from '#portal/connectors/commerceml/map-price-type.ts';
import { mapFile } from '#portal/connectors/commerceml/map-set.ts';
import type { MappedPart } from '#portal/connectors/commerceml/map-set.ts';
import type { MappedRow } from '#portal/connectors/commerceml/mapping.ts';
import { emptySurvey, surveyFile } from '#portal/connectors/commerceml/survey-set.ts';
import type { SetSurvey, SurveyedFile } from '#portal/connectors/commerceml/survey-set.ts';
import type { EntityInput, EntityKind } from '#portal/connectors/port.ts';
import { inChunks, utf8 } from './commerceml-files.ts';

export type MappedSet = {
  survey: SetSurvey;
  surveyed: SurveyedFile[];
  parts: MappedPart[];
  rows: MappedRow[];
};

/** Both readings of a set of files, without a database. */
export async function mapSet(files: Record<string, Uint8Array>): Promise<MappedSet> {
  const survey = emptySurvey();
  const opened = Object.entries(files).map(([name, bytes]) => ({
    name,
    open: () => inChunks(bytes, [bytes.byteLength]),
  }));
  const surveyed: SurveyedFile[] = [];
  for (const file of opened) {
    surveyed.push(await surveyFile(file, survey, { limits: READING_LIMITS, timeZone: 'Europe/Moscow' }));
  }
  const parts: MappedPart[] = [];
  for (const [index, file] of opened.entries()) {
    const facts = surveyed[index];
    if (!facts) throw new Error('every file was surveyed');
    const options = { dictionaries: survey.dictionaries, limits: READING_LIMITS };
    for await (const part of mapFile(file, facts, options)) parts.push(part);
  }
  const rows = parts.flatMap((part) => (part.type === 'row' ? [part.mapped] : []));
  return { survey, surveyed, parts, rows: [...rows, ...mapForeignPriceLists(survey.dictionaries)] };
}

/** A file with this inside its root, mapped. */
export function mapXml(inside: string): Promise<MappedSet> {
  return mapSet({
    'file.xml': utf8(`<КоммерческаяИнформация ВерсияСхемы="2.08">${inside}</КоммерческаяИнформация>`),
  });
}

export function rowsOf<Kind extends EntityKind>(set: MappedSet, kind: Kind): EntityInput<Kind>[] {
  // The rows of a kind are of its type; TypeScript can't follow a generic kind through the union.
  return set.rows.filter((mapped) => mapped.kind === kind).map(({ row }) => row as EntityInput<Kind>);
}

export function warningsOf({ parts }: MappedSet): string[] {
  return parts.flatMap((part) => (part.type === 'warning' ? [`${part.code}: ${part.subject}`] : []));
}

export function faultsOf({ parts }: MappedSet): string[] {
  return parts.flatMap((part) => (part.type === 'fault' ? [`${part.fault.code}: ${part.fault.detail}`] : []));
}
