/**
 * What the FIDO Alliance reports of a model, weighed by our own rules (REG-10). Pure.
 * @see FIDO Metadata Service v3.0 section 3.1.3 (StatusReport), section 3.1.4 (AuthenticatorStatus)
 */
import type { MetadataRules } from '../policy/metadata-rules.ts';
import type { StatusReport } from './blob-payload.ts';

/** Told of a flaw that a new firmware may have mended. */
const COMPROMISES = [
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
] as const;

const BAD_STATUSES = ['REVOKED', ...COMPROMISES, 'NOT_FIDO_CERTIFIED'] as const;
/** A status for which a model is refused. */
export type BadStatus = (typeof BAD_STATUSES)[number];

/** Statuses that say something about certification; the newest of them counts. */
const CERTIFICATION = /^(NOT_FIDO_CERTIFIED|SELF_ASSERTION_SUBMITTED|FIDO_CERTIFIED(_L[123](plus)?)?)$/;
/** They tell of firmware, of the end of a product's life and of other schemes, and speak against no key. */
const HARMLESS = /^(UPDATE_AVAILABLE|RETIRED|FIPS140_CERTIFIED_L[1-4])$/;

export type ModelStanding =
  | { isBad: false }
  /** `since`: the day from which it counts; null when the report names none. */
  | { isBad: true; status: BadStatus; since: string | null };

type Dated = StatusReport & { position: number };

/**
 * Judges a model by its reports at an instant. A report counts from its day (UTC) on, and at once where it names none.
 *
 * A status that this version does not know counts neither against a model nor for it. The list grows, and what was
 * added to it so far were certificates and notices, for which no honest key should stop working on the day of an
 * import. The import names them, so that a person decides.
 *
 * A compromise of an attestation key counts for the whole model, also where the report names one batch: the portal
 * can't tell by the certificate which keys were made with a stolen one.
 */
export function judgeStatus(
  reports: readonly StatusReport[],
  rules: MetadataRules,
  now: Date,
): ModelStanding {
  const today = now.toISOString().slice(0, 10);
  const effective = reports
    .map((report, position) => ({ ...report, position }))
    .filter(({ effectiveDate }) => effectiveDate === undefined || effectiveDate <= today);

  const bad =
    effective.find(({ status }) => status === 'REVOKED') ??
    effective.find((report) => isCompromise(report) && !isMended(report, effective, rules)) ??
    uncertified(effective, rules);
  const status = BAD_STATUSES.find((known) => known === bad?.status);
  return status === undefined ? { isBad: false } : { isBad: true, status, since: bad?.effectiveDate ?? null };
}

/** Whether this version knows what a status means. */
export function isKnownStatus(status: string): boolean {
  return BAD_STATUSES.some((bad) => bad === status) || CERTIFICATION.test(status) || HARMLESS.test(status);
}

function isCompromise({ status }: StatusReport): boolean {
  return COMPROMISES.some((compromise) => compromise === status);
}

/**
 * An update helps where the rules say so, and only against what was known before it. Two reports without a day can't
 * be put in order: then nothing is mended.
 */
function isMended(compromise: Dated, effective: readonly Dated[], rules: MetadataRules): boolean {
  if (rules.updateAfterCompromise === 'refused') return false;
  return effective.some((report) => report.status === 'UPDATE_AVAILABLE' && isDatedAfter(report, compromise));
}

function isDatedAfter(report: Dated, earlier: Dated): boolean {
  if (report.effectiveDate === undefined || earlier.effectiveDate === undefined) return false;
  return isNewer(report, earlier);
}

/** The newest report about certification, where it says that there is none and the rules ask for one. */
function uncertified(effective: readonly Dated[], rules: MetadataRules): Dated | undefined {
  if (rules.uncertified === 'accepted') return undefined;
  const [first, ...others] = effective.filter(({ status }) => CERTIFICATION.test(status));
  if (first === undefined) return undefined;
  const newest = others.reduce((latest, report) => (isNewer(report, latest) ? report : latest), first);
  return newest.status === 'NOT_FIDO_CERTIFIED' ? newest : undefined;
}

/** By day, then by place in the list; one without a day is the oldest. */
function isNewer(report: Dated, other: Dated): boolean {
  const [day, otherDay] = [report.effectiveDate ?? '', other.effectiveDate ?? ''];
  return day === otherDay ? report.position > other.position : day > otherDay;
}
