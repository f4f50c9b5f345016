import { createHash } from 'node:crypto';
import type { EntityKind, Problem, SourceRow } from '../port.ts';
import type { Column, FileFormat } from './columns/column.ts';
import { readCsv } from '../../lib/read-csv.ts';
import { readHeader } from './header.ts';
import type { Manifest } from './manifest.ts';
import { readRecord } from './record.ts';
import { readBytes } from './regular-file.server.ts';

type ListedFile = Manifest['files'][number];

/**
 * Reads a file of a drop from the start, row by row, and compares it with what the manifest says of it. The sum is
 * checked while the rows are read: what was checked and what is written are the same bytes or it is noticed.
 */
export async function* readRows<Kind extends EntityKind>(
  format: FileFormat<Kind>,
  { path, listed }: { path: string; listed: ListedFile },
): AsyncGenerator<SourceRow<Kind>> {
  const hash = createHash('sha256');
  let columns: readonly Column[] | null = null;
  let rowCount = 0;
  for await (const record of readCsv(hashed(readBytes(path), hash))) {
    const place = { file: format.fileName, line: record.line };
    if (!record.ok) return yield failed({ ...place, column: null, code: record.code, reason: record.reason });
    if (columns === null) {
      const header = readHeader(format, record.values);
      if (!header.ok) return yield header;
      columns = header.columns;
      continue;
    }
    rowCount += 1;
    yield readRecord(format, columns, { values: record.values, place });
  }
  if (columns === null)
    yield failed(aboutFile(format, 'bad_format', 'is empty; the first line names the columns'));
  yield* compareWithManifest(format, listed, { sha256: hash.digest('hex'), rowCount });
}

async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

function* compareWithManifest(
  format: FileFormat,
  listed: ListedFile,
  { sha256, rowCount }: { sha256: string; rowCount: number },
): Generator<{ ok: false; problems: Problem[] }> {
  if (sha256 !== listed.sha256) {
    yield failed(
      aboutFile(format, 'checksum_differs', `has SHA-256 ${sha256}, the manifest says ${listed.sha256}`),
    );
  }
  if (rowCount !== listed.rows) {
    yield failed(
      aboutFile(format, 'row_count_differs', `has ${rowCount} rows, the manifest says ${listed.rows}`),
    );
  }
}

function aboutFile({ fileName }: FileFormat, code: Problem['code'], reason: string): Problem {
  return { file: fileName, line: null, column: null, code, reason };
}

function failed(problem: Problem): { ok: false; problems: Problem[] } {
  return { ok: false, problems: [problem] };
}
