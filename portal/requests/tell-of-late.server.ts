import type { LetterOf } from '#auth/letters/letter.ts';
import { tellOfLateRequest } from '#auth/letters/tell-of-request.ts';
import type { Db } from '#prisma/client.ts';
import { HELD, isHeld } from './outbox-entry.ts';

/** An ERP that is down over lunch needs nobody; one that has taken nothing for so long needs a person. */
const LATE_MS = 4 * 60 * 60_000;
const AT_ONCE = 500;

/**
 * Tells the managers by letter of requests that wait for them, or that have not got into the ERP for hours: each once,
 * in the transaction that writes down that it was told.
 * @returns of how many
 */
export async function tellOfLateRequests({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const at = now();
  const late = { createdAt: { lte: new Date(at.getTime() - LATE_MS) } };
  const entries = await db.outboxEntry.findMany({
    where: {
      toldAt: null,
      OR: [
        { state: 'stuck' },
        { state: 'waiting', ...HELD },
        { state: 'waiting', ...late },
        { state: 'handed', ...late },
      ],
    },
    orderBy: { createdAt: 'asc' },
    take: AT_ONCE,
    select: {
      id: true,
      key: true,
      state: true,
      createdAt: true,
      releasedAt: true,
      byKey: { select: { status: true, lostAt: true } },
      request: { select: { accountId: true } },
    },
  });
  let told = 0;
  for (const { id, key, state, createdAt, releasedAt, byKey, request } of entries) {
    const why = whyOf(state, isHeld({ releasedAt, byKey }));
    const isFirst = await db.$transaction(async (tx) => {
      const { count } = await tx.outboxEntry.updateMany({
        where: { id, state, toldAt: null },
        data: { toldAt: at },
      });
      if (count === 0) return false;
      const about = { accountId: request.accountId, number: key, why, sentAt: createdAt, at };
      if ((await tellOfLateRequest(tx, about)) > 0) return true;
      // Nobody can be written to, and the customer must not read that somebody knows.
      await tx.outboxEntry.update({ where: { id }, data: { toldAt: null }, select: { id: true } });
      return false;
    });
    if (isFirst) told += 1;
  }
  return told;
}

function whyOf(state: string, isHeldBack: boolean): LetterOf<'request_late'>['why'] {
  if (state === 'stuck') return 'stuck';
  return state === 'waiting' && isHeldBack ? 'held' : 'late';
}
