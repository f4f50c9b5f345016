import type { Db } from '#prisma/client.ts';
import { Policy } from './policy.ts';

export type PolicyVersion = {
  version: number;
  policy: Policy;
  reason: string;
  /** Null: the first start, or the command line. */
  createdBy: string | null;
  createdAt: Date;
};

/** Rules change a few times a year; these are all that a page shows. */
const SHOWN = 50;

/** The versions of the rules, the one in force first. */
export async function findPolicyVersions(db: Db): Promise<PolicyVersion[]> {
  const rows = await db.policyVersion.findMany({
    orderBy: { version: 'desc' },
    take: SHOWN,
    select: { version: true, policyJson: true, reason: true, createdById: true, createdAt: true },
  });
  const people = await db.holder.findMany({
    where: { id: { in: rows.flatMap(({ createdById }) => createdById ?? []) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ policyJson, createdById, ...row }) => ({
    ...row,
    policy: Policy.parse(JSON.parse(policyJson)),
    createdBy: createdById === null ? null : (names.get(createdById) ?? null),
  }));
}
