/**
 * Goal: papers that are small and quick to make. A paper carries its own part of the typeface, and most of that part
 * is instructions for low-resolution screens, which a PDF viewer does not use.
 * Guarantees: outlines, widths and character map stay as they were; kerning and ligatures go.
 * @see OpenType 1.9, "Table directory", "glyf", "loca"
 */

/** Screen instructions, their tables, and layout rules: nothing that a PDF viewer needs. */
const DROPPED = new Set(['cvt ', 'fpgm', 'prep', 'hdmx', 'gasp', 'GPOS', 'GSUB']);

const DIRECTORY = { headerBytes: 12, entryBytes: 16, countOffset: 4 };
const GLYPH_HEADER_BYTES = 10;
const LONG_LOCA_OFFSET = 50;
const GLYPH_COUNT_OFFSET = 4;

type Tables = Map<string, Buffer>;

/** A TrueType font without screen instructions, kerning and ligatures. */
export function lightenFont(font: Buffer): Buffer {
  const tables = readTables(font);
  const { glyf, loca } = stripInstructions(tables);
  const kept = [...tables, ['glyf', glyf] as const, ['loca', loca] as const];
  return writeTables(
    font.subarray(0, DIRECTORY.countOffset),
    new Map(kept.filter(([tag]) => !DROPPED.has(tag))),
  );
}

function readTables(font: Buffer): Tables {
  const tables: Tables = new Map();
  for (let index = 0; index < font.readUInt16BE(DIRECTORY.countOffset); index += 1) {
    const entry = DIRECTORY.headerBytes + index * DIRECTORY.entryBytes;
    const start = font.readUInt32BE(entry + 8);
    const length = font.readUInt32BE(entry + 12);
    tables.set(font.toString('latin1', entry, entry + 4), font.subarray(start, start + length));
  }
  return tables;
}

function stripInstructions(tables: Tables): { glyf: Buffer; loca: Buffer } {
  const glyf = getTable(tables, 'glyf');
  const count = getTable(tables, 'maxp').readUInt16BE(GLYPH_COUNT_OFFSET);
  const offsets = readOffsets(tables, count);
  const glyphs: Buffer[] = [];
  const newOffsets = [0];
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    const glyph = padded(stripGlyph(glyf.subarray(offsets[index], offsets[index + 1])));
    glyphs.push(glyph);
    newOffsets.push((end += glyph.length));
  }
  return { glyf: Buffer.concat(glyphs), loca: writeOffsets(tables, newOffsets) };
}

/** A simple glyph names its contours, then the length of its instructions; a composite one stays as it is. */
function stripGlyph(glyph: Buffer): Buffer {
  const contours = glyph.length === 0 ? -1 : glyph.readInt16BE(0);
  if (contours < 0) return glyph;
  const lengthAt = GLYPH_HEADER_BYTES + 2 * contours;
  const outline = glyph.subarray(lengthAt + 2 + glyph.readUInt16BE(lengthAt));
  return Buffer.concat([glyph.subarray(0, lengthAt), Buffer.alloc(2), outline]);
}

function readOffsets(tables: Tables, count: number): number[] {
  const loca = getTable(tables, 'loca');
  return Array.from({ length: count + 1 }, (_, index) =>
    hasLongOffsets(tables) ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2,
  );
}

function writeOffsets(tables: Tables, offsets: readonly number[]): Buffer {
  const isLong = hasLongOffsets(tables);
  const loca = Buffer.alloc(offsets.length * (isLong ? 4 : 2));
  offsets.forEach((offset, index) => {
    if (isLong) loca.writeUInt32BE(offset, index * 4);
    else loca.writeUInt16BE(offset / 2, index * 2);
  });
  return loca;
}

function hasLongOffsets(tables: Tables): boolean {
  return getTable(tables, 'head').readInt16BE(LONG_LOCA_OFFSET) === 1;
}

function writeTables(version: Buffer, tables: Tables): Buffer {
  const directory = Buffer.alloc(DIRECTORY.headerBytes + tables.size * DIRECTORY.entryBytes);
  version.copy(directory);
  directory.writeUInt16BE(tables.size, DIRECTORY.countOffset);
  const parts: Buffer[] = [directory];
  let start = directory.length;
  [...tables].forEach(([tag, table], index) => {
    const entry = DIRECTORY.headerBytes + index * DIRECTORY.entryBytes;
    directory.write(tag, entry, 'latin1');
    directory.writeUInt32BE(start, entry + 8);
    directory.writeUInt32BE(table.length, entry + 12);
    const body = padded(table);
    parts.push(body);
    start += body.length;
  });
  return Buffer.concat(parts);
}

function padded(bytes: Buffer): Buffer {
  const missing = (4 - (bytes.length % 4)) % 4;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}

function getTable(tables: Tables, tag: string): Buffer {
  const table = tables.get(tag);
  if (!table) throw new Error(`not a TrueType font: no table ${tag}`);
  return table;
}
