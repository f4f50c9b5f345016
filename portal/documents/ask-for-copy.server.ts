/** What a customer's request does about a document that its source keeps: it notes that it is wanted, and asks nobody. */
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { problemOf } from './document-copy.ts';
import type { CopyState } from './document-copy.ts';

type Deps = { db: Db; now: () => Date };
type Wanted = { documentId: string; actor: Pick<CustomerActor, 'accountId' | 'classes'> };

export type KeptAtSource = {
  id: string;
  title: string;
  accountId: string;
  version: string;
  sourceId: string;
  /** Null when nobody has asked for it. */
  copy: CopyState | null;
};

/**
 * A document whose file its source keeps, with what is known of the copy. The account and the version of the row are in
 * the where clause of the copy: one that was made for another customer, or of an earlier version, is none.
 * @returns null for one that is not there or is somebody else's
 */
export async function findKeptAtSource(
  { db }: Pick<Deps, 'db'>,
  { documentId, actor }: Wanted,
): Promise<KeptAtSource | 'came_with_file' | null> {
  const row = await db.document.findFirst({
    where: { ...ownRows(actor), id: documentId, dataClass: { in: [...actor.classes] } },
    select: { id: true, title: true, rowHash: true, sha256: true, sourceId: true },
  });
  if (row === null) return null;
  if (row.sha256 !== null) return 'came_with_file';
  const own = {
    id: row.id,
    title: row.title,
    accountId: actor.accountId,
    version: row.rowHash,
    sourceId: row.sourceId,
  };
  const copy = await db.documentCopy.findUnique({
    where: { documentId_accountId_version: copyKey(own) },
    select: { keptAt: true, sizeBytes: true, fault: true, dueAt: true, askedAt: true },
  });
  return { ...own, copy: copy === null ? null : toState(copy) };
}

type CopyRow = {
  keptAt: Date | null;
  sizeBytes: number | null;
  fault: string | null;
  dueAt: Date | null;
  askedAt: Date;
};

function toState({ keptAt, sizeBytes, fault, dueAt, askedAt }: CopyRow): CopyState {
  if (keptAt !== null && sizeBytes !== null) return { is: 'here', sizeBytes };
  if (fault === null) return { is: 'coming', askedAt };
  const why = problemOf(fault);
  return dueAt === null ? { is: 'given-up', why } : { is: 'late', why, nextAt: dueAt };
}

export function copyKey({ id, accountId, version }: Pick<KeptAtSource, 'id' | 'accountId' | 'version'>) {
  return { documentId: id, accountId, version };
}

/**
 * Notes that a document is wanted. One that is under way stays as it is; one that was given up begins anew.
 * @returns whether there is something to be fetched now
 */
export async function askForCopy({ db, now }: Deps, wanted: KeptAtSource): Promise<boolean> {
  const at = now();
  const key = copyKey(wanted);
  if (wanted.copy === null) {
    // Two requests at once: the second finds the row of the first and leaves it as it is.
    await db.documentCopy.upsert({
      where: { documentId_accountId_version: key },
      update: {},
      create: { ...key, sourceId: wanted.sourceId, askedAt: at, dueAt: at },
      select: { documentId: true },
    });
    return true;
  }
  const { count } = await db.documentCopy.updateMany({
    where: { ...key, keptAt: null, dueAt: null },
    data: { askedAt: at, dueAt: at, attempts: 0 },
  });
  return count === 1;
}
