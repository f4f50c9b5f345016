import type { Db, Prisma, Tx } from '#prisma/client.ts';
import { companyDay } from './company-day.ts';
import { isRunning } from './deputy.ts';
import type { DeputyPeriod } from './deputy.ts';

const DAY_MS = 86_400_000;

/** Who is no account manager any more has nothing that a deputy could have, and can't be one. */
const MANAGER = { kind: 'staff', staffRole: 'account-manager', status: 'active' } as const;
const IN_OFFICE: Prisma.DeputyWhereInput = { endedAt: null, manager: MANAGER, deputy: MANAGER };

/**
 * The managers for whom this person acts today. Asked at every request of a manager, so that it begins and ends by
 * itself; one statement where it never was so.
 */
export async function findAbsentManagers(
  db: Db,
  { holderId, now }: { holderId: string; now: Date },
): Promise<string[]> {
  const rows = await db.deputy.findMany({
    where: { ...IN_OFFICE, deputyId: holderId, toOn: { gte: dayBefore(now) } },
    select: { managerId: true, fromOn: true, toOn: true },
  });
  if (rows.length === 0) return [];
  const todayOn = await companyDay(db, now);
  return [...new Set(rows.filter((row) => isRunning(row, todayOn)).map(({ managerId }) => managerId))];
}

/** One person who acts for another, now or soon. */
export type Standing = DeputyPeriod & {
  deputyId: string;
  /** The other one's name: of the deputy, or of the manager on leave. */
  name: string;
  isRunning: boolean;
};

const PERIOD = { id: true, fromOn: true, toOn: true } as const;

/** Who stands in for a manager, today and later, the first to begin first. */
export async function findDeputiesOf(
  db: Db,
  { managerId, todayOn }: { managerId: string; todayOn: string },
): Promise<Standing[]> {
  const rows = await db.deputy.findMany({
    where: { ...IN_OFFICE, managerId, toOn: { gte: todayOn } },
    orderBy: [{ fromOn: 'asc' }, { id: 'asc' }],
    select: { ...PERIOD, deputy: { select: { name: true } } },
  });
  return rows.map(({ deputy, ...row }) => toStanding(row, deputy, todayOn));
}

/** For whom somebody stands in, today and later. */
export async function findStandIns(
  db: Db,
  { holderId, todayOn }: { holderId: string; todayOn: string },
): Promise<Standing[]> {
  const rows = await db.deputy.findMany({
    where: { ...IN_OFFICE, deputyId: holderId, toOn: { gte: todayOn } },
    orderBy: [{ fromOn: 'asc' }, { id: 'asc' }],
    select: { ...PERIOD, manager: { select: { name: true } } },
  });
  return rows.map(({ manager, ...row }) => toStanding(row, manager, todayOn));
}

/** Whom the people of an account turn to while its manager is away. */
export type AccountDeputy = {
  holderId: string;
  name: string;
  phone: string | null;
  email: string | null;
  /** The last day of it. */
  untilOn: string;
};

/** Who stands in today for the manager of an account. */
export async function findDeputiesOfAccount(
  db: Db | Tx,
  { accountId, todayOn }: { accountId: string; todayOn: string },
): Promise<AccountDeputy[]> {
  const rows = await db.deputy.findMany({
    where: {
      ...IN_OFFICE,
      manager: { ...MANAGER, managed: { some: { id: accountId } } },
      fromOn: { lte: todayOn },
      toOn: { gte: todayOn },
    },
    orderBy: [{ toOn: 'desc' }, { id: 'asc' }],
    select: { toOn: true, deputy: { select: { id: true, name: true, phone: true, email: true } } },
  });
  return rows.map(({ toOn, deputy: { id, ...deputy } }) => ({ ...deputy, holderId: id, untilOn: toOn }));
}

/** The people who stand in now for the manager of an account; one statement where nobody does. */
export async function findDeputyIdsOf(
  db: Db | Tx,
  { accountId, now }: { accountId: string; now: Date },
): Promise<string[]> {
  const manager = { ...MANAGER, managed: { some: { id: accountId } } };
  const rows = await db.deputy.findMany({
    where: { ...IN_OFFICE, manager, toOn: { gte: dayBefore(now) } },
    select: { deputyId: true, fromOn: true, toOn: true },
  });
  if (rows.length === 0) return [];
  const todayOn = await companyDay(db, now);
  return [...new Set(rows.filter((row) => isRunning(row, todayOn)).map(({ deputyId }) => deputyId))];
}

function toStanding(
  { id, fromOn, toOn }: DeputyPeriod & { id: string },
  { name }: { name: string },
  todayOn: string,
): Standing {
  return { deputyId: id, fromOn, toOn, name, isRunning: isRunning({ fromOn, toOn }, todayOn) };
}

/** No time zone is further behind than this. */
function dayBefore(now: Date): string {
  return new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10);
}
