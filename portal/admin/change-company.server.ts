import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import type { CompanyDetails } from './company-form.ts';
import type { LogoMediaType } from './logo-image.ts';

export type NewLogo = { bytes: Uint8Array<ArrayBuffer>; mediaType: LogoMediaType };

export type ChangeCompany = {
  details: CompanyDetails;
  logo: { change: 'keep' } | { change: 'remove' } | ({ change: 'replace' } & NewLogo);
  actor: StaffActor;
  trace: RequestTrace;
};

/** What the company shows of itself, as it is stored. */
export async function getCompanyDetails(db: Db): Promise<CompanyDetails & { hasLogo: boolean }> {
  const row = await db.installation.findUniqueOrThrow({
    where: { id: 1 },
    select: { companyName: true, companyLegalName: true, timeZone: true, logoMediaType: true },
  });
  return {
    name: row.companyName,
    legalName: row.companyLegalName,
    timeZone: row.timeZone,
    hasLogo: row.logoMediaType !== null,
  };
}

/** Changes what the company shows of itself. Browsers fetch a changed logo under a new address. */
export async function changeCompany(
  { db, audit, now }: AuthServices,
  { details, logo, actor, trace }: ChangeCompany,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.installation.update({
      where: { id: 1 },
      data: {
        companyName: details.name,
        companyLegalName: details.legalName,
        timeZone: details.timeZone,
        ...logoColumns(logo),
      },
      select: { id: true },
    });
    await audit.record(tx, {
      type: 'company_settings_changed',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      details: { timeZone: details.timeZone, logo: logo.change },
      trace,
      at: now(),
    });
  });
}

function logoColumns(logo: ChangeCompany['logo']) {
  if (logo.change === 'keep') return {};
  const logoVersion = { increment: 1 };
  if (logo.change === 'remove') return { logo: null, logoMediaType: null, logoVersion };
  return { logo: logo.bytes, logoMediaType: logo.mediaType, logoVersion };
}
