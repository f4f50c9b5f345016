/** What a page can say when a dongle did not get anybody in. */
export const DONGLE_PROBLEMS = [
  'no_agent',
  'browser_refused',
  'not_enrolled',
  'dongle_missing',
  'dongle_other',
  'dongle_access_denied',
  'dongle_trouble',
  'dongle_without_touch',
  'touch_missed',
  'not_confirmed',
  'window_not_opened',
  'busy',
  'refused',
  'differ',
  'secret_missing',
  'proof_wrong',
  'dongle_known',
  'agent_of_other_account',
  'ticket_spent',
  'expired',
  'too_many',
  'pins_differ',
  'pin_weak',
  'cookies',
  'other',
] as const;
export type DongleProblem = (typeof DONGLE_PROBLEMS)[number];

/** Codes of the agent (key-agent/errors.ts) and of the portal that are told under another name. */
const TOLD_AS: Readonly<Record<string, DongleProblem>> = {
  dongle_removed: 'dongle_trouble',
  dongle_silent: 'dongle_trouble',
  dongle_faulty: 'dongle_trouble',
  dongle_busy: 'dongle_trouble',
  dongle_not_set_up: 'dongle_trouble',
  dongle_serial_hidden: 'dongle_trouble',
  dongle_of_other_kind: 'dongle_other',
  answer_key_unknown: 'not_enrolled',
  agent_revoked: 'not_enrolled',
  answer_expired: 'expired',
  challenge_expired: 'expired',
  challenge_spent: 'expired',
  not_touched: 'not_confirmed',
  no_cookie: 'cookies',
};

/** What is said of a code; of one that nobody knows the general sentence. */
export function dongleProblemOf(code: string | null): DongleProblem {
  if (code?.startsWith('pin_') === true) return 'pin_weak';
  return DONGLE_PROBLEMS.find((known) => known === code) ?? TOLD_AS[code ?? ''] ?? 'other';
}
