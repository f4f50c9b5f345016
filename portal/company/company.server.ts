import type { Db } from '#prisma/client.ts';

/** What the company shows of itself on every page. */
export type CompanySettings = { name: string; logoUrl: string | null; timeZone: string };

export type CompanyReader = {
  /** The settings as they are now, at most a second old. */
  find: () => Promise<CompanySettings>;
  findLogo: () => Promise<{ bytes: Uint8Array; mediaType: string } | null>;
};

const FRESH_MS = 1_000;
const UNNAMED = 'Brelok';

/** Reads the company's settings, which every page shows and which change once a year, at most once a second. */
export function createCompanyReader(db: Db): CompanyReader {
  let cached: { settings: Promise<CompanySettings>; readAt: number } | null = null;
  return {
    find: () => {
      const now = performance.now();
      if (cached === null || now - cached.readAt > FRESH_MS) {
        const settings = readSettings(db);
        settings.catch(() => {
          cached = null;
        });
        cached = { settings, readAt: now };
      }
      return cached.settings;
    },
    findLogo: () => readLogo(db),
  };
}

async function readSettings(db: Db): Promise<CompanySettings> {
  const row = await db.installation.findUniqueOrThrow({
    where: { id: 1 },
    select: { companyName: true, logoMediaType: true, logoVersion: true, timeZone: true },
  });
  return {
    name: row.companyName === '' ? UNNAMED : row.companyName,
    logoUrl: row.logoMediaType === null ? null : `/company/logo?v=${row.logoVersion}`,
    timeZone: row.timeZone,
  };
}

async function readLogo(db: Db): Promise<{ bytes: Uint8Array; mediaType: string } | null> {
  const row = await db.installation.findUnique({
    where: { id: 1 },
    select: { logo: true, logoMediaType: true },
  });
  if (row === null || row.logo === null || row.logoMediaType === null) return null;
  return { bytes: row.logo, mediaType: row.logoMediaType };
}
