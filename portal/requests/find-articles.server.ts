import type { Db } from '#prisma/client.ts';
import type { ListLine } from './article-list.ts';
import type { AskedLine } from './order-request.ts';

export type FoundArticles = {
  lines: AskedLine[];
  /** Lines that could not be read, and articles that are not there, as they were typed. */
  unknown: { line: number; text: string }[];
};

/**
 * The articles of a typed list, by their numbers, among those of these sources. Where a number stands in two of them, the
 * first source counts; goods of one source go on one request.
 */
export async function findArticles(
  db: Db,
  { list, sourceIds }: { list: readonly ListLine[]; sourceIds: readonly string[] },
): Promise<FoundArticles> {
  const skus = list.flatMap((line) => (line.ok ? [line.sku] : []));
  const products = await db.product.findMany({
    where: { sku: { in: skus }, sourceId: { in: [...sourceIds] }, deletedAt: null },
    select: { id: true, sku: true, sourceId: true },
  });
  const first = sourceIds.find((id) => products.some(({ sourceId }) => sourceId === id));
  const bySku = new Map(
    products.filter(({ sourceId }) => sourceId === first).map(({ sku, id }) => [sku, id]),
  );
  const found: FoundArticles = { lines: [], unknown: [] };
  for (const line of list) {
    const productId = line.ok ? bySku.get(line.sku) : undefined;
    if (line.ok && productId !== undefined) found.lines.push({ productId, quantity: line.quantity });
    else found.unknown.push({ line: line.line, text: line.ok ? line.sku : line.text });
  }
  return found;
}
