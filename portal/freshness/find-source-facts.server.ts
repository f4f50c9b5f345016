import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { toSourceFacts } from './freshness.ts';
import type { KindState, SourceFacts } from './freshness.ts';

/**
 * What the sources of the customer's account give, and as of when. One statement, written by hand because every page
 * of a customer needs it and three tables take three statements otherwise.
 * @param sourceId the source whose facts the page shows; leave out where it shows those of all
 */
export async function findSourceFacts(
  db: Db,
  { actor, sourceId }: { actor: Pick<CustomerActor, 'accountId'>; sourceId?: string },
): Promise<SourceFacts> {
  const states = await db.$queryRaw<KindState[]>`
    SELECT DISTINCT source."id" AS "sourceId", source."name" AS "source", state."kind", state."asOf"
    FROM "AccountTie" tie
    JOIN "Source" source ON source."id" = tie."sourceId"
    JOIN "SourceState" state ON state."sourceId" = source."id"
    WHERE tie."accountId" = ${actor.accountId} AND tie."status" = 'confirmed'`;
  return toSourceFacts(states, sourceId);
}
