/** The rules of an installation as a form. */
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import { parseTouchText, toTouchText } from '#auth/policy/order-touch.ts';
import { Policy } from '#auth/policy/policy.ts';

export const POLICY_FIELDS = [
  'customerAttestation',
  'staffAttestation',
  'unattested',
  'credentialProtection',
  'pinLength',
  'pinDemand',
  'idleMinutes',
  'absoluteHours',
  'lowerIdleMinutes',
  'lowerAbsoluteHours',
  'perKey',
  'invitationDays',
  'oneTimePinDays',
  'unusedKeyDays',
  'metadataUncertified',
  'metadataUpdated',
  'metadataStale',
  'orderTouch',
  'agentKeyInFile',
  'places',
] as const;
export type PolicyField = (typeof POLICY_FIELDS)[number];
export type PolicyTexts = Record<PolicyField, string>;

/** Kinds of keys whose classes can be chosen; an attested key opens everything that its holder's role does. */
export const CHOSEN_TIERS = [3, 2, 1] as const;
export type ChosenClasses = Record<(typeof CHOSEN_TIERS)[number], readonly string[]>;

export type PolicyFormOutcome = { ok: true; policy: Policy } | { ok: false; faulty: readonly PolicyField[] };

/** The fields by the place in the policy that each fills. */
const FIELD_AT: Readonly<Record<string, PolicyField>> = {
  'attestation.customer': 'customerAttestation',
  'attestation.staff': 'staffAttestation',
  unattestedTier: 'unattested',
  credentialProtection: 'credentialProtection',
  'minPinLength.length': 'pinLength',
  'minPinLength.demand': 'pinDemand',
  'session.idleMinutes': 'idleMinutes',
  'session.absoluteHours': 'absoluteHours',
  'session.lower.idleMinutes': 'lowerIdleMinutes',
  'session.lower.absoluteHours': 'lowerAbsoluteHours',
  'session.perKey': 'perKey',
  orderTouchAbove: 'orderTouch',
  agentKeyInFile: 'agentKeyInFile',
  places: 'places',
  invitationDays: 'invitationDays',
  oneTimePinDays: 'oneTimePinDays',
  unusedKeyDays: 'unusedKeyDays',
  'metadata.uncertified': 'metadataUncertified',
  'metadata.updateAfterCompromise': 'metadataUpdated',
  'metadata.staleAfterDays': 'metadataStale',
};

/** Rules as typed. What the form does not ask (algorithms, an attested key's classes) stays as it is. */
export function parsePolicyForm(
  texts: PolicyTexts,
  classes: ChosenClasses,
  current: Policy,
): PolicyFormOutcome {
  const parsed = Policy.safeParse({
    ...current,
    attestation: { customer: texts.customerAttestation, staff: texts.staffAttestation },
    unattestedTier: tierOf(texts.unattested),
    classesOfTier: {
      1: knownClasses(classes[1]),
      2: knownClasses(classes[2]),
      3: knownClasses(classes[3]),
      4: current.classesOfTier[4],
    },
    credentialProtection: texts.credentialProtection,
    minPinLength: { length: wholeNumber(texts.pinLength), demand: texts.pinDemand },
    session: {
      idleMinutes: wholeNumber(texts.idleMinutes),
      absoluteHours: wholeNumber(texts.absoluteHours),
      lower: {
        idleMinutes: wholeNumber(texts.lowerIdleMinutes),
        absoluteHours: wholeNumber(texts.lowerAbsoluteHours),
      },
      perKey: wholeNumber(texts.perKey),
    },
    invitationDays: wholeNumber(texts.invitationDays),
    oneTimePinDays: wholeNumber(texts.oneTimePinDays),
    unusedKeyDays: wholeNumber(texts.unusedKeyDays),
    metadata: {
      uncertified: texts.metadataUncertified,
      updateAfterCompromise: texts.metadataUpdated,
      staleAfterDays: wholeNumber(texts.metadataStale),
    },
    orderTouchAbove: parseTouchText(texts.orderTouch),
    agentKeyInFile: texts.agentKeyInFile,
    places: parsePlaces(texts.places),
  });
  if (parsed.success) return { ok: true, policy: parsed.data };
  const faulty = parsed.error.issues.flatMap(
    ({ path }) => FIELD_AT[path.join('.')] ?? FIELD_AT[String(path[0])] ?? [],
  );
  return { ok: false, faulty: [...new Set(faulty)] };
}

export function toPolicyTexts(policy: Policy): PolicyTexts {
  return {
    customerAttestation: policy.attestation.customer,
    staffAttestation: policy.attestation.staff,
    unattested: policy.unattestedTier === 4 ? 'attested' : 'unattested',
    credentialProtection: policy.credentialProtection,
    pinLength: String(policy.minPinLength.length),
    pinDemand: policy.minPinLength.demand,
    idleMinutes: String(policy.session.idleMinutes),
    absoluteHours: String(policy.session.absoluteHours),
    lowerIdleMinutes: String(policy.session.lower.idleMinutes),
    lowerAbsoluteHours: String(policy.session.lower.absoluteHours),
    perKey: String(policy.session.perKey),
    invitationDays: String(policy.invitationDays),
    oneTimePinDays: String(policy.oneTimePinDays),
    unusedKeyDays: String(policy.unusedKeyDays),
    metadataUncertified: policy.metadata.uncertified,
    metadataUpdated: policy.metadata.updateAfterCompromise,
    metadataStale: String(policy.metadata.staleAfterDays),
    orderTouch: toTouchText(policy.orderTouchAbove),
    agentKeyInFile: policy.agentKeyInFile,
    places: policy.places.map(({ cidr, label }) => `${cidr} ${label}`).join('\n'),
  };
}

/** One a line: the network, a space, its name. What is not so fails the policy's own check. */
function parsePlaces(text: string): { cidr: string; label: string }[] {
  const lines = text.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [cidr = '', ...label] = line.split(' ');
      return { cidr, label: label.join(' ') };
    });
}

/** In the order in which they build upon each other, each once. */
function knownClasses(chosen: readonly string[]): DataClass[] {
  return DATA_CLASSES.filter((known) => chosen.includes(known));
}

function tierOf(text: string): unknown {
  return { attested: 4, unattested: 2 }[text];
}

function wholeNumber(text: string): unknown {
  return /^\d{1,4}$/.test(text) ? Number(text) : text;
}
