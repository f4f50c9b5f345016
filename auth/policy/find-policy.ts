import type { Db, Tx } from '#prisma/client.ts';
import { Policy } from './policy.ts';

/** The rules in force: the highest version. @throws Error when the installation was never set up */
export async function getPolicy(db: Db | Tx): Promise<{ version: number; policy: Policy }> {
  const row = await db.policyVersion.findFirst({
    orderBy: { version: 'desc' },
    select: { version: true, policyJson: true },
  });
  if (row === null) throw new Error('no policy is stored; run: npm run brelok -- prepare');
  return { version: row.version, policy: Policy.parse(JSON.parse(row.policyJson)) };
}
