import { pluralEn } from '../lib/i18n.ts';

/** Of a PIN that the portal checks: what its manager asks for, what they forgive, and what keeps a key suspended. */
export const pinEn = {
  toKey: 'To the key',
  reset: {
    title: (label: string) => `Ask for a new PIN of the key “${label}”`,
    verb: 'Ask for a new PIN',
    whose: (holder: string, account: string) => `It is the key of ${holder}, ${account}.`,
    consequence:
      'An owner of the company finds this on their page “People and keys”. When they confirm it with their own key, they are shown a one-time PIN and pass it on. Until then the key works as it does.',
    why: 'Nobody of ours learns the PIN: with it and the key in hand they would be the customer.',
  },
  unlock: {
    title: (label: string) => `Forgive the wrong PINs of the key “${label}”`,
    verb: 'Unlock',
    failures: (count: number) =>
      `Somebody mistyped its PIN ${count} ${pluralEn(count, 'time', 'times')} in a row.`,
    consequence:
      'Make sure that it was its holder, and that the key is with them. The key then works with the PIN that it has; if they have forgotten it, ask for a new one instead.',
    nothing: 'Nobody has mistyped the PIN of this key since its last sign-in.',
    spent:
      'The PIN of this key was mistyped a hundred times, so that it can’t be forgiven any more: somebody may be guessing. It takes a new PIN, which an owner of the company confirms.',
  },
  bars: {
    title: 'This key must stay suspended for now',
    copy_alarm:
      'It may have been copied. An administrator looks into the alarm first; once it is settled, you can resume the key. If there is a copy, report the key lost and issue another one.',
    model_status_bad:
      'Its model is known to be unsafe, and still is by the newest metadata. Issue a key of another model in its place.',
    metadata_incomplete:
      'Part of the imported metadata is missing, so that nobody can say whether its model is safe. An administrator imports the file again.',
    pin_tries_spent: 'Its PIN was mistyped a hundred times. It takes a new PIN first.',
  },
};
