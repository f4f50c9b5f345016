/** Writes file drops for tests: rows by kind, everything else as a careful source would do it. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { FILE_FORMATS } from '#portal/connectors/file-drop/columns.ts';
import {
  DOCUMENTS_FOLDER,
  MANIFEST_FILE,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
} from '#portal/connectors/file-drop/manifest.ts';
import type { ManifestText } from '#portal/connectors/file-drop/manifest.ts';
import { ENTITY_KINDS } from '#portal/connectors/port.ts';
import type { EntityKind } from '#portal/connectors/port.ts';

export type CsvRow = Record<string, string>;
export type RowsByKind = { [Kind in EntityKind]?: CsvRow[] };

export interface FileDropText {
  rows?: RowsByKind;
  /** Files of the folder `documents`, by name. */
  documents?: Record<string, Uint8Array>;
  /** Whole files, byte by byte, where `rows` would be too well-behaved. */
  files?: Record<string, string | Uint8Array>;
  manifest?: Partial<ManifestText>;
}

export const DROP_TIME = '2026-03-05T09:00:00Z';

/** @returns the folder */
export async function writeFileDrop({
  rows = {},
  documents = {},
  files = {},
  manifest = {},
}: FileDropText): Promise<string> {
  const dir = await mkdtemp(join(inject('testFolder'), 'drop-'));
  const texts = new Map<string, string | Uint8Array>();
  for (const kind of ENTITY_KINDS) {
    const ofKind = rows[kind];
    if (ofKind) texts.set(FILE_FORMATS[kind].fileName, toCsv(kind, ofKind));
  }
  for (const [name, text] of Object.entries(files)) texts.set(name, text);
  for (const [name, text] of texts) await writeFile(join(dir, name), text);
  await writeDocuments(dir, documents);
  await writeFile(join(dir, MANIFEST_FILE), JSON.stringify({ ...manifestOf(texts), ...manifest }));
  return dir;
}

/** What the manifest of a folder says of its files, for tests that change one of them. */
export async function listedIn(dir: string): Promise<ManifestText> {
  return JSON.parse(await readFile(join(dir, MANIFEST_FILE), 'utf8'));
}

async function writeDocuments(dir: string, documents: Record<string, Uint8Array>): Promise<void> {
  if (Object.keys(documents).length === 0) return;
  await mkdir(join(dir, DOCUMENTS_FOLDER));
  for (const [name, bytes] of Object.entries(documents))
    await writeFile(join(dir, DOCUMENTS_FOLDER, name), bytes);
}

function manifestOf(texts: ReadonlyMap<string, string | Uint8Array>): ManifestText {
  return {
    format: MANIFEST_FORMAT,
    version: MANIFEST_VERSION,
    source: 'erp',
    generatedAt: DROP_TIME,
    files: [...texts].map(([name, text]) => ({ name, rows: countRows(text), sha256: sha256Of(text) })),
  };
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function countRows(text: string | Uint8Array): number {
  const lines = Buffer.from(text).toString('utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').length - 1;
}

/** The columns that any of the rows uses, and those that the file must have. */
function toCsv(kind: EntityKind, rows: readonly CsvRow[]): string {
  const used = new Set(rows.flatMap((row) => Object.keys(row)));
  const unknown = [...used].filter(
    (name) => !FILE_FORMATS[kind].columns.some((column) => column.name === name),
  );
  const names = [
    ...FILE_FORMATS[kind].columns
      .filter(({ name, isRequired }) => isRequired || used.has(name))
      .map(({ name }) => name),
    ...unknown,
  ];
  const lines = rows.map((row) => names.map((name) => quote(row[name] ?? '')).join(';'));
  return [names.join(';'), ...lines, ''].join('\r\n');
}

function quote(value: string): string {
  return /[;"\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
