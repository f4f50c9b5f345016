import { join } from 'node:path';

/** Where the metadata of the FIDO Alliance and its root are kept. */
export function metadataFolderOf(dataDir: string): string {
  return join(dataDir, 'metadata');
}
