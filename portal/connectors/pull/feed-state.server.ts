/** How far each kind of a source is read. */
import type { Db, Tx } from '#prisma/client.ts';
import type { SourceFault } from '../http/source-fault.ts';
import type { EntityKind } from '../port.ts';
import type { Feed } from './feed.ts';

export type FeedState = {
  cursor: string | null;
  syncedAt: Date | null;
  comparedAt: Date | null;
};

const FROM_THE_START: FeedState = { cursor: null, syncedAt: null, comparedAt: null };

type FeedPlace = { sourceId: string; feed: Pick<Feed, 'kind' | 'fingerprint'> };

/** A feed whose mapping was changed is read from the start. */
export async function findFeedState(db: Db, { sourceId, feed }: FeedPlace): Promise<FeedState> {
  const stored = await db.sourceFeed.findUnique({
    where: { sourceId_kind: { sourceId, kind: feed.kind } },
    select: { fingerprint: true, cursor: true, syncedAt: true, comparedAt: true },
  });
  return stored?.fingerprint === feed.fingerprint ? stored : FROM_THE_START;
}

/** In the transaction that stores the rows up to there. */
export function storeCursor(tx: Tx, place: FeedPlace, cursor: string): Promise<void> {
  return store(tx, place, { cursor });
}

/** The reading came to its end. @param comparedAt null when names were not compared this time */
export function storeSynced(
  tx: Tx,
  place: FeedPlace,
  { syncedAt, comparedAt }: { syncedAt: Date; comparedAt: Date | null },
): Promise<void> {
  const compared = comparedAt === null ? {} : { comparedAt };
  return store(tx, place, { syncedAt, ...compared, fault: null, faultDetail: null });
}

/** @param backTo where the reading began, when what it gave can't be relied on; left out: as far as it came */
export async function storeFault(
  db: Db,
  place: FeedPlace,
  {
    fault,
    backTo,
  }: {
    fault: Pick<SourceFault, 'code' | 'message'> | { code: 'would_remove_too_much'; message: string };
    backTo?: string | null;
  },
): Promise<void> {
  const cursor = backTo === undefined ? {} : { cursor: backTo };
  const told = { fault: fault.code, faultDetail: fault.message };
  await db.$transaction((tx) => store(tx, place, { ...cursor, ...told }));
}

type Changes = {
  cursor?: string | null;
  syncedAt?: Date;
  comparedAt?: Date;
  fault?: string | null;
  faultDetail?: string | null;
};

/** What was stored for another mapping is worth nothing any more. */
async function store(tx: Tx, { sourceId, feed }: FeedPlace, changes: Changes): Promise<void> {
  const { kind, fingerprint }: { kind: EntityKind; fingerprint: string } = feed;
  const where = { sourceId_kind: { sourceId, kind } };
  const stored = await tx.sourceFeed.findUnique({ where, select: { fingerprint: true } });
  const forgotten = stored?.fingerprint === fingerprint ? {} : FROM_THE_START;
  const data = { ...forgotten, ...changes, fingerprint };
  await tx.sourceFeed.upsert({
    where,
    update: data,
    create: { sourceId, kind, ...data },
    select: { kind: true },
  });
}
