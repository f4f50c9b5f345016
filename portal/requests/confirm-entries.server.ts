import type { Db } from '#prisma/client.ts';

/** How many entries are looked for at once, unless somebody says otherwise. */
export const HANDED_AT_ONCE = 200;

/** Those that were looked for longest ago come first, so that many which never come back keep nobody else waiting. */
export const LONGEST_AGO_FIRST = [{ dueAt: 'asc' }, { id: 'asc' }] as const;

/**
 * Looks at the source's rows for what was handed over, entry by entry.
 * @param lookFor null where it did not come back; otherwise whether nobody knew yet
 * @returns how many came back
 */
export async function confirmEntries<Handed extends { id: string }>(
  { db, now }: { db: Db; now: () => Date },
  handed: readonly Handed[],
  lookFor: (entry: Handed) => Promise<boolean | null>,
): Promise<number> {
  let confirmed = 0;
  const missed: string[] = [];
  for (const entry of handed) {
    const isNew = await lookFor(entry);
    if (isNew === null) missed.push(entry.id);
    else if (isNew) confirmed += 1;
  }
  const dueAt = now();
  await db.outboxEntry.updateMany({ where: { id: { in: missed }, state: 'handed' }, data: { dueAt } });
  return confirmed;
}
