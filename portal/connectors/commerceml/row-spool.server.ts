import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EntityKind, EntityOf, Place } from '../port.ts';

type Line = { file: FileHandle; path: string; count: number; held: string[]; heldChars: number };

const HELD_CHARS = 256 * 1024;
const OWNER_ONLY = 0o600;
/** JSON lets them stand in a text, and a reader of lines ends a line at them. */
const LINE_SEPARATORS = /[\u2028\u2029]/g;

/**
 * Rows on their way from the files to the read model, one temporary file a kind. The engine reads every row twice and
 * kind by kind, the files give all kinds mixed: so each file is mapped once, and no set is too large for the memory.
 * Only the operator's account can read the folder; `remove` deletes it.
 */
export class RowSpool {
  readonly #folder: string;
  readonly #lines = new Map<string, Line>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param tempFolder where the spool may make a folder of its own */
  static async create(tempFolder: string): Promise<RowSpool> {
    return new RowSpool(await mkdtemp(join(tempFolder, 'brelok-commerceml-')));
  }

  async addRow<Kind extends EntityKind>(kind: Kind, entity: EntityOf<Kind>, place: Place): Promise<void> {
    await this.#append(kind, JSON.stringify([entity, place], withoutBigInts));
  }

  /** Notes that the rows of a kind are all there is of this parent. */
  async addParent(kind: EntityKind, externalId: string): Promise<void> {
    await this.#append(`${kind}.parents`, JSON.stringify(externalId));
  }

  /** Everything added so far is on the disk when this returns. */
  async flush(): Promise<void> {
    for (const line of this.#lines.values()) await write(line);
  }

  rowCount(kind: EntityKind): number {
    return this.#lines.get(kind)?.count ?? 0;
  }

  hasParents(kind: EntityKind): boolean {
    return this.#lines.has(`${kind}.parents`);
  }

  /** The rows of a kind in the order in which they came. */
  async *rows<Kind extends EntityKind>(kind: Kind): AsyncGenerator<{ entity: EntityOf<Kind>; place: Place }> {
    for await (const text of this.#read(kind)) {
      // Written by `addRow` with these types, from a row that the port's schema had passed.
      const [entity, place] = JSON.parse(text, asItWas) as [EntityOf<Kind>, Place];
      yield { entity, place };
    }
  }

  async *parents(kind: EntityKind): AsyncGenerator<string> {
    // Written by `addParent` as a text.
    for await (const text of this.#read(`${kind}.parents`)) yield JSON.parse(text) as string;
  }

  async remove(): Promise<void> {
    for (const { file } of this.#lines.values()) await file.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #append(name: string, text: string): Promise<void> {
    const line = this.#lines.get(name) ?? (await this.#open(name));
    const escaped = text.replace(LINE_SEPARATORS, toEscape);
    line.held.push(escaped);
    line.heldChars += escaped.length;
    line.count += 1;
    if (line.heldChars > HELD_CHARS) await write(line);
  }

  async #open(name: string): Promise<Line> {
    const path = join(this.#folder, `${name}.ndjson`);
    const line = { file: await open(path, 'wx', OWNER_ONLY), path, count: 0, held: [], heldChars: 0 };
    this.#lines.set(name, line);
    return line;
  }

  async *#read(name: string): AsyncGenerator<string> {
    const line = this.#lines.get(name);
    if (!line) return;
    const input = createReadStream(line.path, 'utf8');
    try {
      yield* createInterface({ input, crlfDelay: Infinity });
    } finally {
      input.destroy();
    }
  }
}

async function write(line: Line): Promise<void> {
  if (line.held.length === 0) return;
  await line.file.appendFile(`${line.held.join('\n')}\n`);
  line.held = [];
  line.heldChars = 0;
}

function toEscape(separator: string): string {
  return `\\u${separator.charCodeAt(0).toString(16)}`;
}

/**
 * Totals are the only BigInts of a row and the only fields that end in `Minor`; points of time are the only ones that
 * end in `At`.
 */
function withoutBigInts(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function asItWas(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (name.endsWith('Minor')) return BigInt(value);
  return name.endsWith('At') ? new Date(value) : value;
}
