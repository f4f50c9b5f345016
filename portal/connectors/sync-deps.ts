import type { Audit } from '#auth/audit/audit.ts';
import type { DocumentStore } from '#portal/documents/document.ts';
import type { Db } from '#prisma/client.ts';

/** What an import needs of the running program. */
export interface SyncDeps {
  db: Db;
  audit: Audit;
  documents: Pick<DocumentStore, 'put'>;
  now: () => Date;
}
