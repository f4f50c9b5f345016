/** A folder -> a drop that the sync engine understands. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DOCUMENT_BYTES_MAX } from '#portal/documents/document.ts';
import type { AnyDropPart, DocumentRead, Drop, DroppedDocument, Problem } from '../port.ts';
import { FILE_FORMATS } from './columns.ts';
import type { FileFormat } from './columns/column.ts';
import { DOCUMENT_FILE_NAME, DOCUMENTS_FOLDER } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { readRows } from './read-file.server.ts';
import { readManifest } from './read-manifest.server.ts';
import { hashOfFile, isFolder, readBytes, sizeOfFile } from './regular-file.server.ts';

export const FILE_BYTES_MAX = 2 * 1024 ** 3;

export type OpenedFileDrop =
  | { ok: true; manifest: Manifest; drop: Drop }
  /** What is wrong with the folder, before any row was read. */
  | { ok: false; problems: Problem[] };

const FORMAT_BY_FILE = new Map<string, FileFormat>(
  Object.values(FILE_FORMATS).map((format) => [format.fileName, format]),
);

/** @param now a manifest from the future would bar every later one */
export async function openFileDrop(dir: string, now: Date): Promise<OpenedFileDrop> {
  const read = await readManifest(dir, now);
  if (!read.ok) return read;
  const { manifest } = read;
  const problems = [...findNameProblems(manifest), ...(await findFileProblems(dir, manifest))];
  if (problems.length > 0) return { ok: false, problems };
  const drop: Drop = {
    fingerprint: await fingerprintOf(dir, manifest),
    asOf: manifest.generatedAt,
    parts: manifest.files.flatMap((listed) => partOf(dir, listed)),
    readDocument: (document) => readDocument(dir, document),
  };
  return { ok: true, manifest, drop };
}

function findNameProblems({ files }: Manifest): Problem[] {
  return files.flatMap(({ name }, index) => {
    if (!FORMAT_BY_FILE.has(name)) return [about(name, 'bad_file_name', 'is not a file of a drop')];
    if (files.findIndex((other) => other.name === name) === index) return [];
    return [about(name, 'duplicate', 'stands in the manifest twice')];
  });
}

async function findFileProblems(dir: string, { files }: Manifest): Promise<Problem[]> {
  const listed = files.map(({ name }) => name).filter((name) => FORMAT_BY_FILE.has(name));
  const present = await readdir(dir);
  const unlisted = present.filter((name) => name.toLowerCase().endsWith('.csv') && !listed.includes(name));
  const problems = unlisted.map((name) => about(name, 'unlisted_file', 'is not in the manifest'));
  for (const name of listed) {
    const size = await sizeOfFile(join(dir, name));
    if (!size.ok) problems.push(about(name, 'missing_file', `is in the manifest and is ${size.reason}`));
    else if (size.bytes > FILE_BYTES_MAX)
      problems.push(about(name, 'too_large', `is over ${FILE_BYTES_MAX} bytes`));
  }
  return problems;
}

/** By what the files hold, not only by what the manifest says that they hold. */
async function fingerprintOf(dir: string, manifest: Manifest): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(manifest));
  for (const { name } of manifest.files) hash.update(await hashOfFile(join(dir, name)));
  return hash.digest('hex');
}

function partOf(dir: string, listed: Manifest['files'][number]): AnyDropPart[] {
  const format = FORMAT_BY_FILE.get(listed.name);
  if (!format) return [];
  const path = join(dir, listed.name);
  const part = {
    kind: format.kind,
    covers: { of: 'kind' },
    rowCount: listed.rows,
    rows: () => readRows(format, { path, listed }),
  };
  // Kind and rows come from the same format, which TypeScript can't follow through the map of all formats.
  return [part as AnyDropPart];
}

async function readDocument(dir: string, { fileName }: DroppedDocument): Promise<DocumentRead> {
  if (!DOCUMENT_FILE_NAME.test(fileName)) return { ok: false, reason: 'it has no name for a document' };
  const folder = join(dir, DOCUMENTS_FOLDER);
  if (!(await isFolder(folder))) return { ok: false, reason: `the drop has no folder ${DOCUMENTS_FOLDER}` };
  const path = join(folder, fileName);
  const size = await sizeOfFile(path);
  if (!size.ok) return { ok: false, reason: `${DOCUMENTS_FOLDER}/${fileName} is ${size.reason}` };
  if (size.bytes > DOCUMENT_BYTES_MAX)
    return { ok: false, reason: `${fileName} is over ${DOCUMENT_BYTES_MAX} bytes` };
  const chunks: Uint8Array[] = [];
  for await (const chunk of readBytes(path)) chunks.push(chunk);
  return { ok: true, bytes: Buffer.concat(chunks) };
}

function about(file: string, code: Problem['code'], reason: string): Problem {
  return { file, line: null, column: null, code, reason };
}
