import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { findCosts, findEligible } from './find-account-reports.server.ts';
import { findExpiring } from './find-expiring.server.ts';
import { findSilent, findSingle, findUnused } from './find-key-lists.server.ts';
import type { ReportFilter } from './report-filter.ts';
import type { ReportPage } from './report.ts';

export type FindReport = {
  actor: StaffActor;
  filter: ReportFilter;
  now: Date;
  todayOn: string;
  after: string | null;
};

/** A page of the report that is asked for; of the manager's own customers only. */
export function findReport(db: Db, request: FindReport): Promise<ReportPage> {
  const { actor, filter, now, after } = request;
  const { kind, days } = filter;
  switch (kind) {
    case 'unused':
      return findUnused(db, { actor, days, now, after });
    case 'silent':
      return findSilent(db, { actor, days, now, after });
    case 'expiring':
      return findExpiring(db, { actor, days, now, after });
    case 'single':
      return findSingle(db, { actor, after });
    case 'cost':
      return findCosts(db, request);
    case 'eligible':
      return findEligible(db, request);
  }
}
