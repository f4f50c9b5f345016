import { TIERS } from '#auth/permissions/tiers.ts';
import { toTouchText } from '#auth/policy/order-touch.ts';
import { ES256 } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import type { auditEn } from './words.en.ts';

/** The rules of the installation in words, each with its name. Two sets that differ anywhere differ in a row. */
export function ruleRowsOf(
  policy: Policy,
  words: (typeof auditEn)['rules'],
): { key: string; value: string }[] {
  const { attestation, minPinLength, session, metadata } = policy;
  const places = policy.places.map(({ cidr, label }) => `${label} (${cidr})`);
  const opens = TIERS.toReversed().map((tier) => {
    const classes = policy.classesOfTier[tier].map((dataClass) => words.classes[dataClass]);
    return { key: words.opens[tier], value: classes.length === 0 ? words.nothing : classes.join(', ') };
  });
  return [
    { key: words.customerAttestation, value: words[attestation.customer] },
    { key: words.staffAttestation, value: words[attestation.staff] },
    { key: words.unattested, value: words.unattestedAs[policy.unattestedTier] },
    {
      key: words.algorithms,
      value: policy.algorithms.map((id) => (id === ES256 ? 'ES256' : 'EdDSA')).join(', '),
    },
    { key: words.credentialProtection, value: words[policy.credentialProtection] },
    { key: words.pin, value: `${words.pinLength(minPinLength.length)}, ${words[minPinLength.demand]}` },
    { key: words.idle, value: words.idleAfter(session.idleMinutes) },
    { key: words.absolute, value: words.absoluteAfter(session.absoluteHours) },
    { key: words.lower, value: words.lowerLimits(session.lower.idleMinutes, session.lower.absoluteHours) },
    { key: words.perKey, value: words.perKeyAtMost(session.perKey) },
    { key: words.invitation, value: words.days(policy.invitationDays) },
    { key: words.oneTimePin, value: words.days(policy.oneTimePinDays) },
    { key: words.unusedKey, value: words.days(policy.unusedKeyDays) },
    { key: words.uncertified, value: words.verdicts[metadata.uncertified] },
    { key: words.updated, value: words.verdicts[metadata.updateAfterCompromise] },
    { key: words.stale, value: words.days(metadata.staleAfterDays) },
    {
      key: words.orderTouch,
      value: policy.orderTouchAbove.length === 0 ? words.everyOrder : toTouchText(policy.orderTouchAbove),
    },
    { key: words.agentKeyInFile, value: words.fileKeys[policy.agentKeyInFile] },
    { key: words.places, value: places.length === 0 ? words.nothing : places.join(', ') },
    ...opens,
  ];
}
