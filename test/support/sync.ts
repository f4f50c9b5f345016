/** An installation that takes file drops: a database, a document store, and people who confirm ties. */
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import { importFileDrop } from '#portal/connectors/file-drop/import-file-drop.server.ts';
import type { ImportFileDrop } from '#portal/connectors/file-drop/import-file-drop.server.ts';
import type { ImportOutcome } from '#portal/connectors/import-outcome.ts';
import type { EntityKind } from '#portal/connectors/port.ts';
import { rowIdOf } from '#portal/connectors/row-id.ts';
import { confirmTie } from '#portal/connectors/ties.server.ts';
import type { SyncDeps } from '#portal/connectors/sync-deps.ts';
import { createDocumentStore } from '#portal/documents/document-store.server.ts';
import type { DocumentStore } from '#portal/documents/document.ts';
import type { Db } from '#prisma/client.ts';
import { audit, NOON } from './audit-log.ts';
import { writeFileDrop } from './file-drop.ts';
import type { FileDropText, RowsByKind } from './file-drop.ts';

export const SOURCE_ID = 'source-erp';
export const OPERATOR = { kind: 'operator' } as const;

export type TestSync = SyncDeps & { documents: DocumentStore };

/** With the source `erp` known already, so that row ids are the same in every test database. */
export async function aSync(db: Db): Promise<TestSync> {
  await db.source.create({ data: { id: SOURCE_ID, kind: 'file-drop', name: 'erp', createdAt: NOON } });
  const folder = join(inject('testFolder'), `documents-${randomUUID()}`);
  return {
    db,
    audit,
    documents: createDocumentStore({ folder, envelopeKeys: [randomBytes(32)] }),
    now: () => NOON,
  };
}

type Options = Partial<Omit<ImportFileDrop, 'dir'>>;

export function importFrom(sync: SyncDeps, dir: string, options: Options = {}): Promise<ImportOutcome> {
  return importFileDrop(sync, {
    dir,
    sourceName: null,
    startedById: null,
    isDryRun: false,
    allowRemoval: false,
    acceptsDemoData: true,
    ...options,
  });
}

export async function importDrop(
  sync: SyncDeps,
  text: FileDropText,
  options: Options = {},
): Promise<ImportOutcome> {
  return importFrom(sync, await writeFileDrop(text), options);
}

/** For a test that is about what comes after. */
export async function importRows(sync: SyncDeps, rows: RowsByKind, options: Options = {}): Promise<void> {
  const outcome = await importDrop(sync, { rows }, options);
  if (!outcome.ok) throw new Error(`the drop was not taken: ${JSON.stringify(outcome)}`);
}

export async function anAccount(db: Db, name = 'A', accountManagerId: string | null = null): Promise<string> {
  const { id } = await db.customerAccount.create({
    data: {
      id: `account-${name}`,
      number: `ACC-${name}`,
      name: `Account ${name}`,
      accountManagerId,
      createdAt: NOON,
    },
    select: { id: true },
  });
  return id;
}

/** A person says that the counterparty, as it is now, is the account. */
export async function tie(sync: TestSync, accountId: string, counterparty: string): Promise<string> {
  const counterpartyId = idOf('counterparty', counterparty);
  const seen = await sync.db.counterparty.findUniqueOrThrow({
    where: { id: counterpartyId },
    select: { taxId: true, legalName: true },
  });
  const outcome = await confirmTie(sync, { accountId, counterpartyId, seen, actor: OPERATOR });
  if (!outcome.ok) throw new Error(`the tie was not confirmed: ${outcome.reason}`);
  return outcome.tieId;
}

export function idOf(kind: EntityKind, externalId: string): string {
  return rowIdOf(SOURCE_ID, kind, externalId);
}
