import type { Db, Tx } from '#prisma/client.ts';

/** Today, as the company's calendar has it: `YYYY-MM-DD`. */
export async function companyDay(db: Db | Tx, now: Date): Promise<string> {
  const { timeZone } = await db.installation.findUniqueOrThrow({
    where: { id: 1 },
    select: { timeZone: true },
  });
  // Swedish writes calendar days as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return format.format(now);
}
