import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_FORMATS } from '#portal/connectors/file-drop/columns.ts';
import {
  DOCUMENTS_FOLDER,
  MANIFEST_FILE,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
  type ManifestText,
} from '#portal/connectors/file-drop/manifest.ts';
import { ENTITY_KINDS, type EntityInput, type EntityKind } from '#portal/connectors/port.ts';
import { DropFile, type WrittenFile } from './drop-file.server.ts';

/** Takes the rows of a drop, whatever their kind and order. */
export type RowSink = {
  row<Kind extends EntityKind>(kind: Kind, row: EntityInput<Kind>): Promise<void>;
};

/** Takes rows and documents. */
export type DropSink = RowSink & {
  document(row: DocumentRow, bytes: Uint8Array): Promise<void>;
};

export type DocumentRow = Omit<EntityInput<'document'>, 'mediaType' | 'sizeBytes' | 'sha256' | 'fileName'> & {
  fileName: string;
};

type OpenFiles = { [Kind in EntityKind]: DropFile<Kind> };

/** A drop that is being written: every file is there from the start, the manifest comes last. */
export class DropWriter implements DropSink {
  readonly #folder: string;
  readonly #files: OpenFiles;

  private constructor(folder: string, files: OpenFiles) {
    this.#folder = folder;
    this.#files = files;
  }

  /** Begins a drop in an empty folder, which is made if it is not there. */
  static async create(folder: string): Promise<DropWriter> {
    await mkdir(join(folder, DOCUMENTS_FOLDER), { recursive: true });
    const files: Partial<Record<EntityKind, unknown>> = {};
    for (const kind of ENTITY_KINDS) files[kind] = await DropFile.create(folder, FILE_FORMATS[kind]);
    // Every kind has just been given its own file, a link that a loop over all kinds can't express.
    return new DropWriter(folder, files as OpenFiles);
  }

  async row<Kind extends EntityKind>(kind: Kind, row: EntityInput<Kind>): Promise<void> {
    await this.#files[kind].write(row);
  }

  async document(row: DocumentRow, bytes: Uint8Array): Promise<void> {
    await writeFile(join(this.#folder, DOCUMENTS_FOLDER, row.fileName), bytes, { flag: 'wx' });
    await this.row('document', {
      ...row,
      mediaType: 'application/pdf',
      sizeBytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  }

  /** Closes the files and writes the manifest that says what they hold. */
  async finish({ source, generatedAt }: { source: string; generatedAt: string }): Promise<WrittenFile[]> {
    const files: WrittenFile[] = [];
    for (const kind of ENTITY_KINDS) files.push(await this.#files[kind].close());
    const manifest: ManifestText = {
      format: MANIFEST_FORMAT,
      version: MANIFEST_VERSION,
      source,
      generatedAt,
      isDemo: true,
      files,
    };
    await writeFile(join(this.#folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    return files;
  }
}

/** Says whether a drop may be written there: into a folder that is empty or not there yet. */
export async function isFreeFolder(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}
