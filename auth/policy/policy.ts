import { z } from 'zod';
import type { AttestedKey, KeyProof } from '../keys/key-proof.ts';
import { DATA_CLASSES } from '../permissions/data-classes.ts';
import { PlaceLabels } from '../places/place-label.ts';
import { DEFAULT_CLASSES_OF_TIER } from '../permissions/tiers.ts';
import type { Tier } from '../permissions/tiers.ts';
import { DEFAULT_METADATA_RULES, MetadataRules } from './metadata-rules.ts';
import { DEFAULT_ORDER_TOUCH, OrderTouchLimits } from './order-touch.ts';
import type { KeyKind } from '../keys/key-kind.ts';

const Classes = z.array(z.enum(DATA_CLASSES));
const AttestationDemand = z.enum(['required', 'optional']);
const SessionLimits = z.strictObject({
  idleMinutes: z.int().min(1).max(60),
  absoluteHours: z.int().min(1).max(24),
});

/** What rules that were stored before there was such a part are read with. */
const LOWER_SESSION = { idleMinutes: 10, absoluteHours: 4 };
const ONE_TIME_PIN_DAYS = 7;
const UNUSED_KEY_DAYS = 14;

/** COSE algorithm identifiers that keys may use (IANA COSE registry). */
export const ES256 = -7;
export const EDDSA = -8;

/** The rules of an installation: versioned data, changed by an administrator, never code. */
export const Policy = z.strictObject({
  /** Must a key prove its model by its maker's certificates? Staff always must in production. */
  attestation: z.strictObject({ customer: AttestationDemand, staff: AttestationDemand }),
  algorithms: z.array(z.union([z.literal(ES256), z.literal(EDDSA)])).min(1),
  /** What a key that nobody attests is worth: 2, and 4 in the demo only. */
  unattestedTier: z.union([z.literal(2), z.literal(4)]),
  classesOfTier: z.strictObject({ 1: Classes, 2: Classes, 3: Classes, 4: Classes }),
  /** Asked of every key; refused without it only where the policy says so (some browsers ignore the request). */
  credentialProtection: z.enum(['asked', 'demanded']),
  minPinLength: z.strictObject({ length: z.int().min(4).max(63), demand: z.enum(['asked', 'demanded']) }),
  /** `lower`: of a key that does not prove everything; where it is longer, the others' limit counts (SES-03). */
  session: SessionLimits.extend({
    lower: SessionLimits.default(LOWER_SESSION),
    /** Browsers that may be signed in with one key; one more ends the oldest (SES-09). */
    perKey: z.int().min(1).max(20).default(3),
  }),
  invitationDays: z.int().min(1).max(60),
  /** How long a PIN that a manager gave out waits for its first use. */
  oneTimePinDays: z.int().min(1).max(30).default(ONE_TIME_PIN_DAYS),
  /** After how many days the holder of a key that nobody used is written to, once. */
  unusedKeyDays: z.int().min(1).max(90).default(UNUSED_KEY_DAYS),
  metadata: MetadataRules.default(DEFAULT_METADATA_RULES),
  /** Orders of more than this are confirmed by a touch (SES-13). */
  orderTouchAbove: OrderTouchLimits.default(DEFAULT_ORDER_TOUCH),
  /** What an old key is worth where the agent that speaks for it keeps its own key in a file (AGT-10 amended). */
  agentKeyInFile: z.enum(['counts', 'lowers']).default('counts'),
  /** Networks with a name, for the lists of sessions (SES-06). */
  places: PlaceLabels.default([]),
});

export type Policy = z.infer<typeof Policy>;

/** The rules that a new production installation starts with. */
export const PRODUCTION_POLICY: Policy = {
  attestation: { customer: 'required', staff: 'required' },
  algorithms: [ES256, EDDSA],
  unattestedTier: 2,
  classesOfTier: mutableClasses(),
  credentialProtection: 'asked',
  minPinLength: { length: 6, demand: 'asked' },
  session: { idleMinutes: 5, absoluteHours: 12, lower: LOWER_SESSION, perKey: 3 },
  invitationDays: 14,
  oneTimePinDays: ONE_TIME_PIN_DAYS,
  unusedKeyDays: UNUSED_KEY_DAYS,
  metadata: DEFAULT_METADATA_RULES,
  orderTouchAbove: DEFAULT_ORDER_TOUCH,
  agentKeyInFile: 'counts',
  places: [],
};

/** The demo takes any key for full value, says so in a banner, and answers on loopback only. */
export const DEMO_POLICY: Policy = {
  ...PRODUCTION_POLICY,
  attestation: { customer: 'optional', staff: 'optional' },
  unattestedTier: 4,
};

/** The parts of the rules, by which a change is described. */
const POLICY_PARTS = Object.keys(Policy.shape) as readonly PolicyPart[]; // a strict object has no others
export type PolicyPart = keyof Policy;

/** Parts that decide nothing: one administrator changes them. What is added to the rules needs two, until it is named here. */
const HARMLESS_PARTS: readonly PolicyPart[] = ['places'];

/** In which parts two sets of rules differ. */
export function changedParts(before: Policy, after: Policy): PolicyPart[] {
  return POLICY_PARTS.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}

/** Whether a change of these parts must be confirmed by somebody else (ADM-02). */
export function needsSecondPerson(changed: readonly PolicyPart[]): boolean {
  return changed.some((part) => !HARMLESS_PARTS.includes(part));
}

/** What a key is, and what is proven of it. */
export type ProvenKey = {
  kind: KeyKind;
  proof: KeyProof;
  /** Where the agent that speaks for it keeps its own key; absent or null where none has spoken. */
  agentProtection?: string | null;
};

/** Without a PIN of its own a key never proves who holds it, whatever its maker says. */
const MOST_WITHOUT_OWN_PIN: Tier = 3;

/**
 * What a key is worth under the policy (product.md, trust tiers): attested hardware with a PIN of its own everything,
 * attested U2F all but signing, and what nobody attests as much as the policy allows. An old key speaks by an agent, whose own key
 * a copy of its file would give away: where the policy says so, it is worth no more than a code then, which is the least.
 */
export function tierOfKey(policy: Policy, { kind, proof, agentProtection }: ProvenKey): Tier {
  const { unattestedTier } = policy;
  switch (kind) {
    case 'fido2':
      return proof.verdict === 'attested' ? tierOfAttestedKey(proof) : unattestedTier;
    case 'u2f':
      return proof.verdict === 'attested' || unattestedTier > MOST_WITHOUT_OWN_PIN
        ? MOST_WITHOUT_OWN_PIN
        : unattestedTier;
    case 'challenge-response':
      return agentProtection === 'file' && policy.agentKeyInFile === 'lowers' ? 1 : 2;
    case 'static-code':
      return 1;
  }
}

/** Everything, for hardware alone: a credential does not get here. */
export function tierOfAttestedKey(_key: AttestedKey): Tier {
  return 4;
}

/** What a production installation never goes below, each with the sentence that an operator reads. */
const FLOOR = {
  staff_unattested: 'policy: staff keys must be attested in production',
  unattested_counts_as_attested: 'policy: an unattested key may not count as attested in production',
  unattested_opens_prices: 'policy: an unattested key may not open own prices or balances in production',
};
export type FloorBreach = keyof typeof FLOOR;

/** Where rules would promise less than every production installation does; none in the demo, which says what it is. */
export function findFloorBreaches(policy: Policy, mode: 'demo' | 'production'): FloorBreach[] {
  if (mode === 'demo') return [];
  const breaches: FloorBreach[] = [];
  if (policy.attestation.staff !== 'required') breaches.push('staff_unattested');
  if (policy.unattestedTier !== 2) breaches.push('unattested_counts_as_attested');
  const unproven = [...policy.classesOfTier[1], ...policy.classesOfTier[2]];
  if (unproven.includes('own-price') || unproven.includes('money')) breaches.push('unattested_opens_prices');
  return breaches;
}

/**
 * Faults that would let keys prove less than the installation claims; a production start lists them and stops.
 * @param keyModelCount models whose makers' roots are pinned
 */
export function findPolicyFaults(
  policy: Policy,
  mode: 'demo' | 'production',
  keyModelCount: number,
): string[] {
  if (mode === 'demo') return [];
  const faults = findFloorBreaches(policy, mode).map((breach) => FLOOR[breach]);
  if (keyModelCount === 0) {
    faults.push(
      'policy: attestation is required but no key model with its maker’s roots is known; add one with `npm run brelok -- key-model add FILE`',
    );
  }
  return faults;
}

function mutableClasses(): Policy['classesOfTier'] {
  return {
    1: [...DEFAULT_CLASSES_OF_TIER[1]],
    2: [...DEFAULT_CLASSES_OF_TIER[2]],
    3: [...DEFAULT_CLASSES_OF_TIER[3]],
    4: [...DEFAULT_CLASSES_OF_TIER[4]],
  };
}
