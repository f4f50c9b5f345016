/** The company's form: name, legal name, time zone. The logo is judged by logo-image.ts. */

export type CompanyDetails = {
  name: string;
  legalName: string;
  /** IANA name. */
  timeZone: string;
};

export const COMPANY_FIELDS = ['name', 'legalName', 'timeZone'] as const;
export type CompanyTexts = Record<(typeof COMPANY_FIELDS)[number], string>;
export type CompanyFault = 'missing' | 'too_long' | 'not_a_zone' | 'too_large' | 'not_an_image';
export type CompanyFaults = Partial<Record<keyof CompanyTexts | 'logo', CompanyFault>>;

const LONGEST_NAME = 60;
const LONGEST_LEGAL_NAME = 250;

/** Every time zone that dates can be written in. */
export function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

export function parseCompanyTexts(
  texts: CompanyTexts,
): { ok: true; details: CompanyDetails } | { ok: false; faults: CompanyFaults } {
  const faults: CompanyFaults = {};
  if (texts.name === '') faults.name = 'missing';
  if (texts.name.length > LONGEST_NAME) faults.name = 'too_long';
  if (texts.legalName.length > LONGEST_LEGAL_NAME) faults.legalName = 'too_long';
  if (!timeZones().includes(texts.timeZone)) faults.timeZone = 'not_a_zone';
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, details: texts };
}
