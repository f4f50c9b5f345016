/** Reports that list keys: those that nobody uses, and the only ones of their customers. */
import { findUnusedKeys } from '#auth/keys/find-unused-keys.ts';
import { isKeyStatus } from '#auth/keys/key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db } from '#prisma/client.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import { toInstant, toText } from './report.ts';
import type { ReportCell, ReportPage } from './report.ts';

export const ROWS_PER_PAGE = 50;
export const DAY_MS = 24 * 60 * 60 * 1000;

export type FindList = { actor: StaffActor; days: number; now: Date; after: string | null };

/** Issued, and nobody has signed in with them for so many days. */
export async function findUnused(db: Db, { actor, days, now, after }: FindList): Promise<ReportPage> {
  const keys = await findUnusedKeys(db, {
    accounts: accountsWithin(actor, 'account:read'),
    issuedBefore: daysBefore(now, days),
    after: decodeCursor(after)?.id ?? null,
    take: ROWS_PER_PAGE + 1,
  });
  const page = cutPage(keys, ROWS_PER_PAGE, ({ keyId: id }) => ({ sortKey: '', id }));
  return {
    columns: ['key', 'holder', 'account', 'status', 'issuedAt', 'remindedAt'],
    nextCursor: page.nextCursor,
    rows: page.rows.map(({ keyId, label, status, issuedAt, reminderSentAt, holder, account }) => ({
      id: keyId,
      href: `/desk/keys/${keyId}`,
      accountId: account.id,
      cells: {
        ...whose({ label, holder, account }),
        status: toStatus(status),
        issuedAt: toInstant(issuedAt),
        remindedAt: toInstant(reminderSentAt),
      },
    })),
  };
}

/** They work, and were used once, but not for so many days. */
export async function findSilent(db: Db, { actor, days, now, after }: FindList): Promise<ReportPage> {
  const id = decodeCursor(after)?.id ?? '';
  const keys = await db.key.findMany({
    where: {
      ...OF_OPEN_ACCOUNTS(actor),
      status: 'active',
      lastUsedAt: { lt: daysBefore(now, days) },
      id: { gt: id },
    },
    orderBy: { id: 'asc' },
    take: ROWS_PER_PAGE + 1,
    select: SELECT,
  });
  const page = cutPage(keys, ROWS_PER_PAGE, (key) => ({ sortKey: '', id: key.id }));
  const columns = ['key', 'holder', 'account', 'lastUsedAt'] as const;
  return { columns, nextCursor: page.nextCursor, rows: page.rows.map(toUsedRow) };
}

/** Customers with one key that works: if it is lost, nobody gets in (REG-24). */
export async function findSingle(
  db: Db,
  { actor, after }: Pick<FindList, 'actor' | 'after'>,
): Promise<ReportPage> {
  const accountId = { gt: decodeCursor(after)?.id ?? '' };
  const groups = await db.key.groupBy({
    by: ['accountId'],
    where: { ...OF_OPEN_ACCOUNTS(actor), status: 'active', accountId },
    having: { id: { _count: { equals: 1 } } },
    orderBy: { accountId: 'asc' },
    take: ROWS_PER_PAGE + 1,
  });
  const page = cutPage(groups, ROWS_PER_PAGE, (group) => ({ sortKey: '', id: group.accountId ?? '' }));
  const ids = page.rows.flatMap((group) => group.accountId ?? []);
  const keys = await db.key.findMany({
    where: { ...OF_OPEN_ACCOUNTS(actor), accountId: { in: ids }, status: 'active' },
    orderBy: { accountId: 'asc' },
    select: SELECT,
  });
  const columns = ['account', 'key', 'holder', 'lastUsedAt'] as const;
  return { columns, nextCursor: page.nextCursor, rows: keys.map(toUsedRow) };
}

const SELECT = {
  id: true,
  accountId: true,
  label: true,
  lastUsedAt: true,
  holder: { select: { name: true } },
  account: { select: { name: true } },
} as const;

/** Keys of customers who are with us, as far as the actor may see. */
export const OF_OPEN_ACCOUNTS = (actor: StaffActor) => ({
  account: { status: 'active', ...accountsWithin(actor, 'account:read') },
});

type Named = { name: string } | null;

function toUsedRow({
  id,
  accountId,
  lastUsedAt,
  ...key
}: {
  id: string;
  accountId: string | null;
  label: string;
  lastUsedAt: Date | null;
  holder: Named;
  account: Named;
}) {
  const cells = { ...whose(key), lastUsedAt: toInstant(lastUsedAt) };
  return { id, href: `/desk/keys/${id}`, accountId, cells };
}

/** The first cells of a key's row. */
export function whose({ label, holder, account }: { label: string; holder: Named; account: Named }) {
  return { key: toText(label), holder: toText(holder?.name ?? ''), account: toText(account?.name ?? '') };
}

/** @param status as it is stored */
export function toStatus(status: string): ReportCell {
  return isKeyStatus(status) ? { is: 'status', status } : null;
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
