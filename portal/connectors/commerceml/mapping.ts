import type { EntityInput, EntityKind } from '../port.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { XmlElement } from './xml-element.ts';

/** A row in our words, not yet checked by the port's schema. */
export type MappedRow = {
  [Kind in EntityKind]: { kind: Kind; row: EntityInput<Kind> };
}[EntityKind];

/** Things that an import goes on after, but that a person should know. */
export type WarningCode =
  | 'not_read'
  | 'operation_not_imported'
  | 'role_not_imported'
  | 'document_older'
  | 'status_unknown'
  | 'counterparty_without_id'
  | 'group_unknown'
  | 'goods_not_described'
  | 'warehouse_unknown'
  | 'stock_total_differs'
  | 'tax_flag_missing'
  | 'document_without_lines'
  | 'details_cut';

/** When the file was written says nothing of the row: 1C writes the same document into every file that it sends. */
export function saidAtOf({ formedAt }: Pick<MappingContext, 'formedAt'>): { saidAt?: Date } {
  return formedAt === null ? {} : { saidAt: formedAt };
}

export type MappingContext = {
  /** When the file was written; null if it does not say. */
  formedAt: Date | null;
  dictionaries: Dictionaries;
  warn(code: WarningCode, subject: string, at: XmlElement): void;
};
