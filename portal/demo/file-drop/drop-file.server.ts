import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Column, FileFormat } from '#portal/connectors/file-drop/columns/column.ts';
import type { EntityInput, EntityKind } from '#portal/connectors/port.ts';
import { decimalFromInteger, plainDecimal } from '#portal/lib/decimal.ts';
import { decimalFromMinor } from '#portal/lib/money.ts';
import { CURRENCY } from '../line-amounts.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const SEPARATOR = ';';
const LINE_END = '\r\n';
const BUFFER_LETTERS = 256 * 1024;

/** Columns of every file that an export without change tracking leaves out. */
const UNUSED = new Set(['version', 'modified_at', 'is_deleted']);

/** What stands in columns that only help to read another one. */
const HELPERS: Readonly<Record<string, string>> = { currency: CURRENCY };

/** A file as the manifest lists it. */
export type WrittenFile = { name: string; rows: number; sha256: string };

/**
 * One CSV file of a drop that is being written as Russian programs write it: byte order mark, semicolons, decimal
 * commas. Rows go to the disk in large pieces, and none is kept.
 */
export class DropFile<Kind extends EntityKind> {
  readonly #columns: FileFormat<Kind>['columns'];
  readonly #name: string;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;
  #buffer: string;

  private constructor(format: FileFormat<Kind>, handle: FileHandle) {
    this.#columns = format.columns.filter(({ name }) => !UNUSED.has(name));
    this.#name = format.fileName;
    this.#handle = handle;
    this.#buffer = BYTE_ORDER_MARK + this.#columns.map(({ name }) => name).join(SEPARATOR) + LINE_END;
  }

  static async create<Kind extends EntityKind>(
    folder: string,
    format: FileFormat<Kind>,
  ): Promise<DropFile<Kind>> {
    return new DropFile(format, await open(join(folder, format.fileName), 'wx'));
  }

  async write(row: EntityInput<Kind>): Promise<void> {
    const cells = this.#columns.map((column) => quote(cellText(column, row)));
    this.#buffer += cells.join(SEPARATOR) + LINE_END;
    this.#rows += 1;
    if (this.#buffer.length >= BUFFER_LETTERS) await this.#flush();
  }

  async close(): Promise<WrittenFile> {
    await this.#flush();
    await this.#handle.close();
    return { name: this.#name, rows: this.#rows, sha256: this.#hash.digest('hex') };
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#buffer);
    this.#buffer = '';
    this.#hash.update(bytes);
    await this.#handle.appendFile(bytes);
  }
}

function cellText(column: Column, row: object): string {
  if (column.field === null) return HELPERS[column.name] ?? '';
  const value: unknown = Reflect.get(row, column.field);
  if (value === null || value === undefined) return '';
  if (typeof value === 'bigint') return withComma(decimalFromMinor(value, CURRENCY));
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (typeof value === 'number') return numberText(column, value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'string') throw new TypeError(`a value that no cell can hold in ${column.name}`);
  return column.type === 'decimal' ? withComma(value) : value;
}

function numberText({ type }: Column, value: number): string {
  return type === 'basis-points'
    ? withComma(plainDecimal(decimalFromInteger(BigInt(value), 2)))
    : value.toString();
}

function withComma(decimal: string): string {
  return decimal.replace('.', ',');
}

/** @see RFC 4180, section 2, rules 5 to 7 */
function quote(text: string): string {
  return /[";\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
