/** Reports that list customers: what their keys cost and brought, and who has earned one. */
import { ENDED_STATUSES } from '#auth/keys/key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db } from '#prisma/client.ts';
import { addDays, addMonths, utcMidnight } from '../lib/dates.ts';
import { minorFromDecimal } from '../lib/money.ts';
import type { Money } from '../lib/money.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import { ROWS_PER_PAGE } from './find-key-lists.server.ts';
import { findFirstOrderIds, findFirstPaidOrder, findTurnover } from './find-turnover.server.ts';
import type { ReportFilter } from './report-filter.ts';
import { toCount, toMoney, toText } from './report.ts';
import type { ReportPage, ReportRow } from './report.ts';

type FindReport = { actor: StaffActor; filter: ReportFilter; todayOn: string; after: string | null };
type Account = { id: string; name: string };

/**
 * What the keys of each customer cost in a period, and what the customer was invoiced in it: altogether, and beyond
 * their first order. One row for each currency in which there is either.
 */
export async function findCosts(db: Db, { actor, filter, after }: FindReport): Promise<ReportPage> {
  const { rows: accounts, nextCursor } = await pageOfAccounts(db, { actor, after });
  const accountIds = accounts.map(({ id }) => id);
  const { fromOn, toOn } = filter;
  const orderIds = await findFirstOrderIds(db, accountIds);
  const costs = await findKeyCosts(db, { accountIds, fromOn, toOn });
  const turnovers = await findTurnover(db, { accountIds, fromOn, toOn });
  const firsts = await findTurnover(db, { accountIds, fromOn, toOn, orderIds });
  const rows = accounts.flatMap((account): ReportRow[] => {
    const ofAccount = <Row extends { accountId: string }>(all: readonly Row[]) =>
      all.filter(({ accountId }) => accountId === account.id);
    const own = { costs: ofAccount(costs), turnovers: ofAccount(turnovers), firsts: ofAccount(firsts) };
    const currencies = [...own.costs, ...own.turnovers].map(({ currency }) => currency);
    return [...new Set(currencies)].toSorted(byCode).map((currency) => costRow(account, currency, own));
  });
  return { columns: ['account', 'keys', 'keyCost', 'turnover', 'repeatTurnover'], rows, nextCursor };
}

type KeyCost = Money & { accountId: string; keys: number };
type OwnSums = { costs: readonly KeyCost[]; turnovers: readonly Money[]; firsts: readonly Money[] };

function costRow(account: Account, currency: string, { costs, turnovers, firsts }: OwnSums): ReportRow {
  const amountOf = (sums: readonly Money[]) =>
    sums.find((sum) => sum.currency === currency)?.amountMinor ?? 0n;
  const money = (amountMinor: bigint) => toMoney({ amountMinor, currency });
  const turnover = amountOf(turnovers);
  return {
    id: `${account.id} ${currency}`,
    href: `/desk/customers/${account.id}`,
    accountId: account.id,
    cells: {
      account: toText(account.name),
      keys: toCount(costs.find((cost) => cost.currency === currency)?.keys ?? 0),
      keyCost: money(amountOf(costs)),
      turnover: money(turnover),
      repeatTurnover: money(turnover - amountOf(firsts)),
    },
  };
}

/**
 * Customers who have earned a key: their first paid order, or their last twelve months, reach the sums of the rule;
 * how many keys they hold already, and what a key from stock costs. A page of customers may hold few of them.
 */
export async function findEligible(
  db: Db,
  { actor, filter, todayOn, after }: FindReport,
): Promise<ReportPage> {
  const { currency } = filter;
  const [firstOrder, yearly] = [filter.firstOrder, filter.yearly].map(
    (decimal) => minorFromDecimal(decimal, currency) ?? 0n,
  );
  const { rows: accounts, nextCursor } = await pageOfAccounts(db, { actor, after });
  const accountIds = accounts.map(({ id }) => id);
  const fromOn = addDays(addMonths(todayOn, -12), 1);
  const turnovers = await findTurnover(db, { accountIds, fromOn, toOn: todayOn });
  const held = await countHeldKeys(db, accountIds);
  const costOfAKey = toMoney(await findCostOfAKey(db, currency));
  const rows = await Promise.all(
    accounts.map(async (account): Promise<ReportRow[]> => {
      const first = await findFirstPaidOrder(db, { accountId: account.id, currency });
      const year = turnovers.find((sum) => sum.accountId === account.id && sum.currency === currency);
      const hasEarned =
        (first !== null && first.amountMinor > (firstOrder ?? 0n)) ||
        (year !== undefined && year.amountMinor > (yearly ?? 0n));
      if (!hasEarned) return [];
      const cells = {
        account: toText(account.name),
        firstPaidOrder: toMoney(first),
        yearlyTurnover: toMoney(year ?? null),
        keys: toCount(held.get(account.id) ?? 0),
        costOfAKey,
      };
      return [{ id: account.id, href: `/desk/customers/${account.id}`, accountId: account.id, cells }];
    }),
  );
  const columns = ['account', 'firstPaidOrder', 'yearlyTurnover', 'keys', 'costOfAKey'] as const;
  return { columns, rows: rows.flat(), nextCursor };
}

async function pageOfAccounts(db: Db, { actor, after }: { actor: StaffActor; after: string | null }) {
  const { sortKey: name, id } = decodeCursor(after) ?? { sortKey: '', id: '' };
  const rows = await db.customerAccount.findMany({
    where: {
      AND: [
        { status: 'active', ...accountsWithin(actor, 'account:read') },
        { OR: [{ name: { gt: name } }, { name, id: { gt: id } }] },
      ],
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: ROWS_PER_PAGE + 1,
    select: { id: true, name: true },
  });
  return cutPage(rows, ROWS_PER_PAGE, (row) => ({ sortKey: row.name, id: row.id }));
}

/** Keys by the day on which they were issued, lost and revoked ones too: they were paid for. */
async function findKeyCosts(
  db: Db,
  { accountIds, fromOn, toOn }: { accountIds: string[]; fromOn: string; toOn: string },
): Promise<KeyCost[]> {
  const groups = await db.key.groupBy({
    by: ['accountId', 'costCurrency'],
    where: {
      accountId: { in: accountIds },
      costMinor: { not: null },
      issuedAt: { gte: utcMidnight(fromOn), lt: utcMidnight(addDays(toOn, 1)) },
    },
    _sum: { costMinor: true },
    _count: { _all: true },
  });
  return groups.flatMap(({ accountId, costCurrency: currency, _sum, _count }) =>
    accountId === null || currency === null
      ? []
      : [{ accountId, currency, amountMinor: _sum.costMinor ?? 0n, keys: _count._all }],
  );
}

async function countHeldKeys(db: Db, accountIds: string[]): Promise<ReadonlyMap<string | null, number>> {
  const groups = await db.key.groupBy({
    by: ['accountId'],
    where: { accountId: { in: accountIds }, status: { notIn: [...ENDED_STATUSES, 'lost'] } },
    _count: { _all: true },
  });
  return new Map(groups.map(({ accountId, _count }) => [accountId, _count._all]));
}

/** What the next key costs: the cheapest that lies in stock; null while none lies there with a cost. */
async function findCostOfAKey(db: Db, currency: string): Promise<Money | null> {
  const { _min } = await db.key.aggregate({
    where: { status: 'stocked', costCurrency: currency },
    _min: { costMinor: true },
  });
  return _min.costMinor === null ? null : { amountMinor: _min.costMinor, currency };
}

function byCode(one: string, other: string): number {
  return one < other ? -1 : 1;
}
