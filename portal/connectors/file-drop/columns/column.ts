/** The words in which columns.ts describes a file. */
import type { EntityInput, EntityKind } from '../../port.ts';

/** How the text of a cell is read. */
export type CellType =
  /** Any text. */
  | 'text'
  /** The `id` of a row of another file. */
  | 'reference'
  /** `2026-11-22` */
  | 'day'
  /** `2026-11-22T09:30:00Z` or with an offset, `+03:00` */
  | 'instant'
  /** `11-22`, month and day */
  | 'birthday'
  /** `12.5` or `12,5`, no thousands separator, kept as sent */
  | 'decimal'
  /** `12.50` or `12,50`: a total, in the currency of the column named by `currencyColumn` */
  | 'amount'
  /** `12.5` or `12,5`, at most two digits after the point: per cent, kept as hundredths of one per cent */
  | 'basis-points'
  /** `12` */
  | 'whole-number'
  /** `true` or `false`, `1` or `0` */
  | 'boolean'
  /** One of the words listed. */
  | 'choice';

export interface Column<Field extends string | null = string | null> {
  /** As in the first line of the file. */
  name: string;
  /** The field of the port's entity; null when the column only helps to read another one. */
  field: Field;
  type: CellType;
  isRequired: boolean;
  meaning: string;
  /** Which file a `reference` points into. */
  refersTo?: EntityKind;
  /** The words of a `choice`. */
  choices?: readonly string[];
  /** The column that says the currency of an `amount`. */
  currencyColumn?: string;
}

export interface FileFormat<Kind extends EntityKind = EntityKind> {
  kind: Kind;
  fileName: string;
  meaning: string;
  columns: readonly Column<(keyof EntityInput<Kind> & string) | null>[];
}

type Options = Pick<Column, 'refersTo' | 'choices' | 'currencyColumn'>;

/** A column that must be in the file and have a value in every row. */
export function required<Field extends string | null>(
  name: string,
  field: Field,
  type: CellType,
  meaning: string,
  options: Options = {},
): Column<Field> {
  return { name, field, type, isRequired: true, meaning, ...options };
}

/** A column that may be absent or empty. */
export function maybe<Field extends string | null>(
  name: string,
  field: Field,
  type: CellType,
  meaning: string,
  options: Options = {},
): Column<Field> {
  return { name, field, type, isRequired: false, meaning, ...options };
}

/** The columns that every file begins or ends with. */
export const ROW_COLUMNS = [
  required(
    'id',
    'externalId',
    'text',
    'The row, by a name of your own that is unique in this file and stays the same',
  ),
  maybe('version', 'version', 'text', 'Your version mark of the row'),
  maybe(
    'modified_at',
    'modifiedAt',
    'instant',
    'When the row last changed; an older one never replaces a newer one',
  ),
  maybe('is_deleted', 'isDeleted', 'boolean', 'The row is deleted; the same as leaving it out'),
] as const;

export const OWNER_COLUMN = required('counterparty', 'counterpartyRef', 'reference', 'Whose it is', {
  refersTo: 'counterparty',
});

export const PERIOD_COLUMNS = [
  maybe('valid_from', 'validFromOn', 'day', 'First day'),
  maybe('valid_to', 'validToOn', 'day', 'Last day'),
] as const;
