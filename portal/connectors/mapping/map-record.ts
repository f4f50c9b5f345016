/** A record of a source, by its mapping, as rows of ours. Here the source's words end. */
import { parseEntity, PARENT_KIND } from '../port.ts';
import type { EntityKind, Place, Problem, SourceRow } from '../port.ts';
import { isParentReference } from './check-mapping.ts';
import { fieldsOf } from './entity-fields.ts';
import type { EntityField } from './entity-fields.ts';
import { AMOUNTS_IN } from './mapping.ts';
import type { FeedMapping, FieldSpec, LinesMapping } from './mapping.ts';
import { holds, readSpec } from './read-spec.ts';
import type { LookUp } from './read-spec.ts';
import { readValue, ValueFault } from './read-value.ts';
import { isList, isRecord, textAt, valueAt, within } from './source-record.ts';
import type { SourceRecord } from './source-record.ts';

export type AnyRow = SourceRow<EntityKind>;

export type MappedRecord = {
  /** Null for a record without a key. */
  externalId: string | null;
  head: AnyRow;
  /** All lines of the record; null where it does not speak of them. */
  lines: AnyRow[] | null;
};

export type MapContext = {
  timeZone: string;
  idPrefix: string;
  lookUp: LookUp;
};

const BETWEEN_KEYS = '/';

/** The id of a record: its keys, behind the prefix of the installation. Null when a part of the key is missing. */
export function externalIdOf(key: readonly string[], record: SourceRecord, idPrefix: string): string | null {
  const parts = key.map((path) => textAt(record, path));
  return parts.every((part) => part !== null) ? idPrefix + parts.join(BETWEEN_KEYS) : null;
}

export function mapRecord(feed: FeedMapping, record: SourceRecord, context: MapContext): MappedRecord {
  const externalId = externalIdOf(feed.key, record, context.idPrefix);
  const place = { file: `${feed.set}(${externalId ?? '?'})`, line: null };
  const isDeleted = feed.tombstone !== undefined && holds(feed.tombstone, record);
  const row = readRow(feed, { record, context, place, own: { externalId, isDeleted } });
  return {
    externalId,
    head: row,
    lines:
      feed.lines === undefined
        ? null
        : mapLines(feed.lines, {
            externalId,
            isDeleted,
            modifiedAt: row.ok ? row.entity.modifiedAt : null,
            record,
            context,
            place,
          }),
  };
}

type ParentRecord = {
  externalId: string | null;
  isDeleted: boolean;
  /** Counts for lines that have no such time of their own: lines of an older record don't replace newer ones. */
  modifiedAt: Date | null;
  record: SourceRecord;
  context: MapContext;
  place: Place;
};

/** @returns null where the record has no list of lines: then it says nothing of them, which is not the same as none */
function mapLines(lines: LinesMapping, parent: ParentRecord): AnyRow[] | null {
  const list = valueAt(parent.record, lines.in);
  if (!isList(list) || parent.externalId === null) return null;
  const parentField = `${PARENT_KIND[lineKind(lines.kind)]}Ref`;
  return list.filter(isRecord).flatMap((line, index) => {
    const record = within(parent.record, line);
    if (lines.skip.some((condition) => holds(condition, record))) return [];
    const lineKey = externalIdOf(lines.key, record, '');
    const own = {
      externalId: lineKey === null ? null : `${parent.externalId}${BETWEEN_KEYS}${lineKey}`,
      isDeleted: parent.isDeleted,
      modifiedAt: parent.modifiedAt,
      ...(Object.hasOwn(lines.fields, parentField) ? {} : { [parentField]: parent.externalId }),
    };
    const place = { file: parent.place.file, line: index + 1 };
    return [readRow(lines, { record, context: parent.context, place, own })];
  });
}

/** The mapping was checked: lines are of a kind that hangs on another. */
function lineKind(kind: EntityKind): keyof typeof PARENT_KIND {
  return kind as keyof typeof PARENT_KIND;
}

type Mapped = { kind: EntityKind; fields: Readonly<Record<string, FieldSpec>> };
type RowReading = {
  record: SourceRecord;
  context: MapContext;
  place: Place;
  own: Readonly<Record<string, unknown>>;
};

function readRow({ kind, fields }: Mapped, { record, context, place, own }: RowReading): AnyRow {
  const problems: Problem[] = [];
  const attempt = <Result>(column: string, read: () => Result): Result | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      problems.push({ ...place, column, code: 'bad_value', reason: error.message });
      return null;
    }
  };
  const currencySpec = fields[AMOUNTS_IN] ?? fields['currency'];
  const currency = attempt(AMOUNTS_IN, () =>
    currencySpec === undefined ? null : readSpec(currencySpec, record, context.lookUp),
  );
  const row: Record<string, unknown> = { ...own };
  for (const [name, field] of knownFields(kind)) {
    const spec = fields[name];
    if (spec === undefined || isGivenBy(own, kind, name)) continue;
    const value = attempt(name, () =>
      readValue(field.type, readSpec(spec, record, context.lookUp), { ...context, currency }),
    );
    // A field that says nothing is left out, so that the schema's own default counts.
    if (value !== null) row[name] = value;
    else if (field.mayBeEmpty) row[name] = '';
  }
  return problems.length > 0 ? { ok: false, problems } : parseEntity(kind, row, place);
}

function isGivenBy(own: Readonly<Record<string, unknown>>, kind: EntityKind, name: string): boolean {
  return isParentReference(kind, name) && Object.hasOwn(own, name);
}

const fieldsByKind = new Map<EntityKind, ReadonlyMap<string, EntityField>>();

function knownFields(kind: EntityKind): ReadonlyMap<string, EntityField> {
  const known = fieldsByKind.get(kind) ?? fieldsOf(kind);
  fieldsByKind.set(kind, known);
  return known;
}
