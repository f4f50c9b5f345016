/** manifest.json: says what a drop holds, so that a half-copied folder is never taken for a whole one. */
import { z } from 'zod';

export const MANIFEST_FILE = 'manifest.json';
export const DOCUMENTS_FOLDER = 'documents';
export const MANIFEST_FORMAT = 'brelok-file-drop';
export const MANIFEST_VERSION = 1;

/** No path leads out of a folder by such a name, on any system. */
export const DOCUMENT_FILE_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._()-]{0,118}[\p{L}\p{N})])?$/u;

const SOURCE_NAME_LENGTH = 100;

export const ManifestSchema = z.strictObject({
  format: z.literal(MANIFEST_FORMAT),
  version: z.literal(MANIFEST_VERSION),
  /** The name of the source; stays the same from drop to drop. */
  source: z.string().trim().min(1).max(SOURCE_NAME_LENGTH),
  /** When the files were written, by the clock of the source. */
  generatedAt: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
  /** Invented data, refused in production. */
  isDemo: z.boolean().default(false),
  files: z.array(
    z.strictObject({
      name: z.string().min(1),
      /** Rows below the header. */
      rows: z.int().min(0),
      /** Of the file's bytes, lower-case hex. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/** A manifest as it is read. */
export type Manifest = z.output<typeof ManifestSchema>;

/** A manifest as it is written. */
export type ManifestText = z.input<typeof ManifestSchema>;
