import { cutPage, decodeCursor } from '#portal/lib/paging.ts';
import type { Db } from '#prisma/client.ts';
import type { DiscountTerms } from './discount-draft.ts';

export const DISCOUNT_STATUSES = ['draft', 'active', 'ended'] as const;
export type DiscountStatus = (typeof DISCOUNT_STATUSES)[number];

export type ListedDiscount = DiscountTerms & {
  id: string;
  status: DiscountStatus;
  /** Keys that carry it now. */
  keyCount: number;
};

const PAGE_SIZE = 50;

export const TERM_COLUMNS = {
  name: true,
  kind: true,
  basisPoints: true,
  fixedPrice: true,
  currency: true,
  goodsGroup: true,
  sku: true,
  validFromOn: true,
  validToOn: true,
  maxAmountMinor: true,
} as const;

/** Discounts, the newest first, a page at a time. Ids grow with time, so they are the order. */
export async function findDiscounts(
  db: Db,
  { status, cursor }: { status: DiscountStatus | null; cursor: string | null },
): Promise<{ rows: ListedDiscount[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor);
  const found = await db.discount.findMany({
    where: {
      ...(status === null ? {} : { status }),
      ...(after === null ? {} : { id: { lt: after.id } }),
    },
    orderBy: { id: 'desc' },
    take: PAGE_SIZE + 1,
    select: { id: true, status: true, ...TERM_COLUMNS },
  });
  const { rows, nextCursor } = cutPage(found, PAGE_SIZE, ({ id }) => ({ sortKey: '', id }));
  const counts = await countKeys(
    db,
    rows.map(({ id }) => id),
  );
  return {
    rows: rows.map((row) => ({ ...toTerms(row), ...pickState(row), keyCount: counts.get(row.id) ?? 0 })),
    nextCursor,
  };
}

export type DiscountDetail = DiscountTerms & {
  id: string;
  status: DiscountStatus;
  createdAt: Date;
  createdBy: string | null;
};

/** One discount with its terms; null when there is none with this id. */
export async function findDiscount(db: Db, discountId: string): Promise<DiscountDetail | null> {
  const row = await db.discount.findUnique({
    where: { id: discountId },
    select: { id: true, status: true, createdAt: true, createdById: true, ...TERM_COLUMNS },
  });
  if (row === null) return null;
  const author = await db.holder.findUnique({ where: { id: row.createdById }, select: { name: true } });
  return {
    ...toTerms(row),
    ...pickState(row),
    createdAt: row.createdAt,
    createdBy: author?.name ?? null,
  };
}

/** The goods groups that sources know, by name; for choosing one. */
export async function findGoodsGroups(db: Db): Promise<string[]> {
  const groups = await db.product.groupBy({
    by: ['groupName'],
    where: { deletedAt: null, groupName: { not: null } },
    orderBy: { groupName: 'asc' },
  });
  return groups.flatMap(({ groupName }) => (groupName === null ? [] : [groupName]));
}

async function countKeys(db: Db, discountIds: string[]): Promise<Map<string, number>> {
  const counts = await db.keyDiscount.groupBy({
    by: ['discountId'],
    where: { discountId: { in: discountIds }, untiedAt: null },
    _count: { _all: true },
  });
  return new Map(counts.map(({ discountId, _count }) => [discountId, _count._all]));
}

type TermsRow = Omit<DiscountTerms, 'kind'> & { kind: string };

function toTerms(row: TermsRow): DiscountTerms {
  const { name, basisPoints, fixedPrice, currency, goodsGroup, sku, validFromOn, validToOn } = row;
  const kind = row.kind === 'percent' ? 'percent' : 'fixed-price';
  const { maxAmountMinor } = row;
  return {
    name,
    kind,
    basisPoints,
    fixedPrice,
    currency,
    goodsGroup,
    sku,
    validFromOn,
    validToOn,
    maxAmountMinor,
  };
}

/** A status that nobody has written counts as ended: such a discount gives nothing. */
function pickState({ id, status }: { id: string; status: string }) {
  return { id, status: DISCOUNT_STATUSES.find((known) => known === status) ?? ('ended' as const) };
}
