import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import type { Cursor } from '../lib/paging.ts';
import { toSearchWords } from '../lib/search-words.ts';
import { DOCUMENT_KINDS } from './document.ts';
import type { DocumentKind } from './document.ts';
import type { DocumentFilter } from './document-filter.ts';

/** A document as the list shows it. */
export type DocumentRow = {
  id: string;
  kind: DocumentKind;
  title: string;
  number: string | null;
  issuedOn: string;
  /** Null for a document whose file its source keeps, also when a copy of it was fetched. */
  sizeBytes: number | null;
};

export type FindDocuments = {
  actor: Pick<CustomerActor, 'accountId' | 'classes'>;
  filter: DocumentFilter;
  /** Where the page before ended; null for the first. */
  after: string | null;
};

export const DOCUMENTS_PER_PAGE = 30;

/**
 * One page of the customer's documents, the newest first. A document of a class that the session does not open is
 * not in the list and not in the count: for this session it does not exist.
 */
export async function findDocuments(
  db: Db,
  { actor, filter, after }: FindDocuments,
): Promise<{ rows: DocumentRow[]; nextCursor: string | null }> {
  const cursor = decodeCursor(after);
  const rows = await db.document.findMany({
    where: {
      ...ownRows(actor),
      ...(filter.kind !== null && { kind: filter.kind }),
      dataClass: { in: [...actor.classes] },
      issuedOn: { ...(filter.fromOn !== null && { gte: filter.fromOn }), ...upTo(filter.toOn, cursor) },
      AND: [
        ...toSearchWords(filter.query).map((word) => ({ searchText: { contains: word } })),
        // Not `OR` at the top: the range above is what the index is walked by.
        ...(cursor === null
          ? []
          : [{ OR: [{ issuedOn: { lt: cursor.sortKey } }, { id: { lt: cursor.id } }] }]),
      ],
    },
    orderBy: [{ issuedOn: 'desc' }, { id: 'desc' }],
    take: DOCUMENTS_PER_PAGE + 1,
    select: { id: true, kind: true, title: true, number: true, issuedOn: true, sizeBytes: true },
  });
  const shown = rows.flatMap((row) => {
    const kind = DOCUMENT_KINDS.find((known) => known === row.kind);
    return kind === undefined ? [] : [{ ...row, kind }];
  });
  return cutPage(shown, DOCUMENTS_PER_PAGE, ({ issuedOn, id }) => ({ sortKey: issuedOn, id }));
}

function upTo(toOn: string | null, cursor: Cursor | null): { lte?: string } {
  const [first] = [toOn, cursor?.sortKey].filter((day) => typeof day === 'string').toSorted();
  return first === undefined ? {} : { lte: first };
}
