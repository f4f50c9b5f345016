import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../port.ts';
import { MANIFEST_FILE, ManifestSchema } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { sizeOfFile } from './regular-file.server.ts';

export type ManifestRead = { ok: true; manifest: Manifest } | { ok: false; problems: Problem[] };

const MANIFEST_BYTES_MAX = 1024 ** 2;
const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1_000;

export async function readManifest(dir: string, now: Date): Promise<ManifestRead> {
  const path = join(dir, MANIFEST_FILE);
  const size = await sizeOfFile(path);
  if (!size.ok) return bad([`the folder's ${MANIFEST_FILE} is ${size.reason}`], 'missing_file');
  if (size.bytes > MANIFEST_BYTES_MAX) return bad([`is over ${MANIFEST_BYTES_MAX} bytes`], 'too_large');
  const parsed = ManifestSchema.safeParse(parseJson(await readFile(path, 'utf8')));
  if (!parsed.success) {
    return bad(
      parsed.error.issues.map(({ path: where, message }) => [where.join('.'), message].join(' ').trim()),
    );
  }
  if (parsed.data.generatedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) {
    return bad([`generatedAt lies in the future: ${parsed.data.generatedAt.toISOString()}`]);
  }
  return { ok: true, manifest: parsed.data };
}

/** @returns undefined for what is no JSON; the schema then says so */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function bad(reasons: string[], code: Problem['code'] = 'bad_manifest'): ManifestRead {
  const place = { file: MANIFEST_FILE, line: null, column: null, code };
  return { ok: false, problems: reasons.map((reason) => ({ ...place, reason })) };
}
