import type { Db } from '#prisma/client.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import { DAY_MS, OF_OPEN_ACCOUNTS, ROWS_PER_PAGE, toStatus, whose } from './find-key-lists.server.ts';
import type { FindList } from './find-key-lists.server.ts';
import { toInstant } from './report.ts';
import type { ReportPage } from './report.ts';

/**
 * Keys whose holder has something that expires within so many days, or has expired, and is not used yet: a one-time
 * link, also one that an owner has still to confirm, or a PIN that was given out.
 */
export async function findExpiring(db: Db, { actor, days, now, after }: FindList): Promise<ReportPage> {
  const expiresAt = { lte: new Date(now.getTime() + days * DAY_MS) };
  const link = { status: { in: ['awaiting_owner', 'open'] }, expiresAt };
  const keys = await db.key.findMany({
    where: {
      ...OF_OPEN_ACCOUNTS(actor),
      status: { in: ['assigned', 'shipped', 'active'] },
      OR: [{ invitations: { some: link } }, { serverPin: { mustChange: true, expiresAt } }],
      id: { gt: decodeCursor(after)?.id ?? '' },
    },
    orderBy: { id: 'asc' },
    take: ROWS_PER_PAGE + 1,
    select: {
      id: true,
      accountId: true,
      label: true,
      status: true,
      holder: { select: { name: true } },
      account: { select: { name: true } },
      invitations: { where: link, orderBy: { expiresAt: 'asc' }, take: 1, select: { expiresAt: true } },
      serverPin: { select: { mustChange: true, expiresAt: true } },
    },
  });
  const page = cutPage(keys, ROWS_PER_PAGE, ({ id }) => ({ sortKey: '', id }));
  return {
    columns: ['key', 'holder', 'account', 'status', 'linkExpiresAt', 'pinExpiresAt'],
    nextCursor: page.nextCursor,
    rows: page.rows.map(({ id, accountId, status, invitations, serverPin, ...key }) => ({
      id,
      href: `/desk/keys/${id}`,
      accountId,
      cells: {
        ...whose(key),
        status: toStatus(status),
        linkExpiresAt: toInstant(invitations[0]?.expiresAt ?? null),
        pinExpiresAt: toInstant(serverPin?.mustChange === true ? serverPin.expiresAt : null),
      },
    })),
  };
}
