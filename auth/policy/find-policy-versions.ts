import type { Db } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import { policySubject } from '../proposals/staff-proposal.ts';
import { Policy } from './policy.ts';

export type PolicyVersion = {
  version: number;
  policy: Policy;
  reason: string;
  /** Null: the first start, or the command line. */
  createdBy: string | null;
  /** Another administrator; `by_itself` after a day in which nobody could; null where nobody had to. */
  confirmedBy: { name: string } | 'by_itself' | null;
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
  const decided = await findDeciders(db, rows);
  const people = await db.holder.findMany({
    where: { id: { in: [...rows.flatMap(({ createdById }) => createdById ?? []), ...decided.values()] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ policyJson, createdById, ...row }) => ({
    ...row,
    policy: Policy.parse(JSON.parse(policyJson)),
    createdBy: createdById === null ? null : (names.get(createdById) ?? null),
    confirmedBy: confirmerOf(decided.get(row.version), names),
  }));
}

/** Who confirmed each version, where it was asked for. */
async function findDeciders(
  db: Db,
  rows: readonly { version: number }[],
): Promise<ReadonlyMap<number, string>> {
  const versionOf = new Map(rows.map(({ version }) => [policySubject(version), version]));
  const proposals = await db.proposal.findMany({
    where: {
      approver: 'staff',
      kind: 'policy_change',
      status: 'approved',
      subjectId: { in: [...versionOf.keys()] },
    },
    select: { subjectId: true, decidedById: true },
  });
  return new Map(
    proposals.flatMap(({ subjectId, decidedById }) => {
      const version = versionOf.get(subjectId ?? '');
      return version === undefined || decidedById === null ? [] : [[version, decidedById] as const];
    }),
  );
}

function confirmerOf(
  decidedById: string | undefined,
  names: ReadonlyMap<string, string>,
): PolicyVersion['confirmedBy'] {
  if (decidedById === undefined) return null;
  return decidedById === SYSTEM_ACTOR ? 'by_itself' : { name: names.get(decidedById) ?? '' };
}
