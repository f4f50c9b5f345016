/** `import-drop URL DIR DOCUMENTS`: imports a file drop and says how far it is, a line each batch. */
import { createAudit } from '#auth/audit/audit.ts';
import { importFileDrop } from '#portal/connectors/file-drop/import-file-drop.server.ts';
import { createDocumentStore } from '#portal/documents/document-store.server.ts';
import { createDb } from '#prisma/client.ts';

const [url = '', dir = '', folder = ''] = process.argv.slice(2);
const db = createDb(url);
const outcome = await importFileDrop(
  {
    db,
    audit: createAudit({ keys: [new Uint8Array(32).fill(7)] }),
    documents: createDocumentStore({ folder, envelopeKeys: [new Uint8Array(32)] }),
    now: () => new Date('2026-03-05T12:00:00Z'),
  },
  {
    dir,
    sourceName: null,
    startedById: null,
    isDryRun: false,
    allowRemoval: false,
    acceptsDemoData: true,
    onProgress: ({ phase, kind, rowsDone }) => process.stdout.write(`${phase} ${kind} ${rowsDone}\n`),
  },
);
process.stdout.write(`${JSON.stringify(outcome)}\n`);
await db.$disconnect();
