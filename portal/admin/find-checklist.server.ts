import { countAdministrators } from '#auth/holders/administrators.ts';
import type { Db } from '#prisma/client.ts';

/** What a new installation still needs, step by step. */
export type Checklist = {
  hasName: boolean;
  hasLogo: boolean;
  timeZone: string;
  hasSource: boolean;
  hasCustomerKey: boolean;
  /** Another administrator with an active key: with one alone, a lost key locks everybody out (ADM-02). */
  hasSecondAdministrator: boolean;
};

/** How far the installation is. */
export async function findChecklist(db: Db): Promise<Checklist> {
  const installation = await db.installation.findUniqueOrThrow({
    where: { id: 1 },
    select: { companyName: true, logoMediaType: true, timeZone: true },
  });
  const source = await db.source.findFirst({ select: { id: true } });
  const customerKey = await db.key.findFirst({
    where: { accountId: { not: null }, status: 'active' },
    select: { id: true },
  });
  return {
    hasName: installation.companyName !== '',
    hasLogo: installation.logoMediaType !== null,
    timeZone: installation.timeZone,
    hasSource: source !== null,
    hasCustomerKey: customerKey !== null,
    hasSecondAdministrator: (await countAdministrators(db)) > 1,
  };
}
