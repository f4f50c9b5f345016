/** What the enrolment page can say about a failed try. */
export type EnrolmentProblem =
  | 'no_answer'
  | 'credential_known'
  | 'backup'
  | 'user_verification'
  | 'attestation'
  | 'attachment'
  | 'ticket_spent'
  | 'expired'
  | 'too_many'
  | 'own_pin'
  | 'not_letters_or_digits'
  | 'too_short'
  | 'too_long'
  | 'repeats'
  | 'sequence'
  | 'date'
  | 'known_number'
  | 'other';

const PROBLEM_OF_CODE: Readonly<Record<string, EnrolmentProblem>> = {
  no_answer: 'no_answer',
  credential_known: 'credential_known',
  backup_eligible_refused: 'backup',
  backup_flags_contradict: 'backup',
  user_not_verified: 'user_verification',
  attestation_missing: 'attestation',
  root_not_trusted: 'attestation',
  aaguid_not_proven: 'attestation',
  model_not_allowed: 'attestation',
  format_not_allowed: 'attestation',
  attachment_refused: 'attachment',
  key_has_own_pin: 'own_pin',
  pin_not_letters_or_digits: 'not_letters_or_digits',
  pin_too_short: 'too_short',
  pin_too_long: 'too_long',
  pin_repeats: 'repeats',
  pin_sequence: 'sequence',
  pin_date: 'date',
  pin_known_number: 'known_number',
  ticket_spent: 'ticket_spent',
  too_many: 'too_many',
  challenge_spent: 'expired',
  challenge_expired: 'expired',
};

/** A code from the page's own address to what the page says; a code that it does not know gets the general sentence. */
export function problemOf(code: string | null): EnrolmentProblem | null {
  if (code === null) return null;
  return PROBLEM_OF_CODE[code] ?? 'other';
}
