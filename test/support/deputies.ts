/** Managers who stand in for each other, on days of the company's calendar. */
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';

/** The company's calendar, where no portal has written it yet. */
export async function aCompanyIn(db: Db, timeZone = 'Europe/Moscow'): Promise<void> {
  const values = { mode: 'demo', rpId: 'localhost', timeZone, installedAt: new Date() };
  await db.installation.upsert({ where: { id: 1 }, update: { timeZone }, create: { id: 1, ...values } });
}

type DeputyValues = { managerId: string; holderId: string; fromOn?: string; toOn?: string };

/** Whoever stands in from long ago until far away, unless said otherwise. */
export async function aDeputy(
  db: Db,
  { managerId, holderId, fromOn = '2020-01-01', toOn = '2099-12-31' }: DeputyValues,
): Promise<{ id: string }> {
  return db.deputy.create({
    data: { managerId, deputyId: holderId, fromOn, toOn, createdAt: new Date() },
    select: { id: true },
  });
}

/** The deputy as a request of theirs knows them. */
export function standingInFor(deputy: StaffActor, ...managers: readonly StaffActor[]): StaffActor {
  return { ...deputy, deputyFor: managers.map(({ holderId }) => holderId) };
}
