import type { Db } from '#prisma/client.ts';
import type { Env } from '../env.server.ts';

/** The installation's time zone (IANA name): what its administrator set; before the first start, the environment's. */
export async function findTimeZone(db: Db, env: Env): Promise<string> {
  const installation = await db.installation.findUnique({ where: { id: 1 }, select: { timeZone: true } });
  return installation?.timeZone ?? env.timeZone;
}
