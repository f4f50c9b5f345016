/**
 * Extension outputs that the authenticator itself signs.
 * @see CTAP 2.1 sections 12.1 (credProtect), 12.4 (minPinLength)
 */
import type { CborMap } from './cbor.ts';
import type { RegistrationPolicy } from './verification-policy.ts';

export type ExtensionOutputs = {
  /** 1 to 3; null when the key did not answer. */
  credProtect: 1 | 2 | 3 | null;
  /** Characters; null ("unknown") when the key did not answer. */
  minPinLength: number | null;
};

export type ExtensionRefusal = 'cred_protect_too_low' | 'min_pin_length_too_low';

/** Outputs of any other shape count as no answer. */
export function readExtensionOutputs(extensions: CborMap): ExtensionOutputs {
  const credProtect = extensions.get('credProtect');
  const minPinLength = extensions.get('minPinLength');
  return {
    credProtect: credProtect === 1 || credProtect === 2 || credProtect === 3 ? credProtect : null,
    minPinLength: typeof minPinLength === 'number' && minPinLength > 0 ? minPinLength : null,
  };
}

/**
 * No answer is below every level that the policy insists on (REG-14). A PIN length that is told is held against the
 * policy's in any case; whether it must be told at all, the policy says (REG-15).
 */
export function refuseExtensions(
  outputs: ExtensionOutputs,
  policy: RegistrationPolicy,
): ExtensionRefusal | null {
  if ((outputs.credProtect ?? 0) < (policy.credProtect ?? 0)) return 'cred_protect_too_low';
  if (outputs.minPinLength === null && policy.unknownMinPinLength === 'accepted') return null;
  if ((outputs.minPinLength ?? 0) < (policy.minPinLength ?? 0)) return 'min_pin_length_too_low';
  return null;
}
