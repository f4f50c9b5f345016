import { findDeputiesOf, findStandIns } from '#auth/deputies/find-deputies.ts';
import { findManagers } from '#auth/holders/find-staff.ts';
import { onFromInstant } from '../lib/dates.ts';
import type { PortalServices } from '../portal-services.server.ts';

type Services = Pick<PortalServices, 'db' | 'company' | 'now'>;

/** The day that it is for the company, by which deputies begin and end. */
export async function companyToday({ company, now }: Pick<Services, 'company' | 'now'>): Promise<string> {
  const { timeZone } = await company.find();
  return onFromInstant(now(), timeZone);
}

/** Who stands in for a manager, for whom they stand in, and who could. */
export async function findDeputyPage(services: Services, managerId: string) {
  const todayOn = await companyToday(services);
  return {
    todayOn,
    deputies: await findDeputiesOf(services.db, { managerId, todayOn }),
    standIns: await findStandIns(services.db, { holderId: managerId, todayOn }),
    colleagues: (await findManagers(services.db)).filter(({ id }) => id !== managerId),
  };
}

const DONE = ['named', 'ended'] as const;

/** What the address says was done. */
export function doneIn(request: Request): (typeof DONE)[number] | null {
  const done = new URL(request.url).searchParams.get('done');
  return DONE.find((known) => known === done) ?? null;
}
