import { pluralEn } from '../lib/i18n.ts';

export const lettersEn = {
  subject: (company: string, subject: string) => `${subject} (${company})`,
  facts: {
    key: 'Key',
    holder: 'Person',
    company: 'Company',
    counterparty: 'In our books',
    when: 'When',
    why: 'Reason',
    asked: 'Asked for',
    askedBy: 'Asked by',
    oldAddress: 'Address until now',
    newAddress: 'New address',
  },
  links: {
    stop: 'Stop a key with the code from its sheet',
    myKey: 'Your keys and sessions',
    people: 'People and keys of your company',
    admin: 'Open alarms',
  },
  foot: {
    never:
      'We never ask for a PIN or a code by mail or by telephone. Nothing in this letter signs anybody in.',
    automatic: (company: string) =>
      `Written by the portal of ${company}. Answers to this letter reach nobody: call your account manager on a number that you know.`,
  },
  unknown:
    'If you know nothing of it, stop the key at once with the code from its sheet, and call your account manager on a number that you know.',
  unknownStaff: 'If you know nothing of it, tell the administrator at once.',
  unasked: 'If nobody on your side asked for it, call your account manager on a number that you know.',
  registered: {
    subject: (key: string, holder: string) => `New key “${key}”: ${holder}`,
    text: 'A key was registered. From now on it opens the portal.',
  },
  changed: {
    suspended: {
      subject: (key: string, holder: string) => `Key “${key}” is stopped: ${holder}`,
      text: 'The key opens nothing any more, and its sessions are ended. It can be resumed or replaced.',
    },
    resumed: {
      subject: (key: string, holder: string) => `Key “${key}” works again: ${holder}`,
      text: 'A key that was stopped opens the portal again.',
    },
    lost: {
      subject: (key: string, holder: string) => `Key “${key}” is reported lost: ${holder}`,
      text: 'The key opens nothing any more, and its sessions are ended. It will never work again, even when it is found.',
    },
    revoked: {
      subject: (key: string, holder: string) => `Key “${key}” is revoked for good: ${holder}`,
      text: 'The key opens nothing any more, and its sessions are ended. Another one can take its place.',
    },
    destroyed: {
      subject: (key: string, holder: string) => `Key “${key}” was destroyed: ${holder}`,
      text: 'A key that had been revoked was destroyed.',
    },
  },
  causes: {
    staff: 'Done by the account manager or security staff',
    stopped_by_customer: 'Stopped by an owner of the company, or by its holder with another key',
    stop_code: 'Stopped with the code from its sheet',
    wrong_pins: 'Ten wrong PINs in a row',
    copy_suspected: 'Its answer shows that there may be a copy of it',
    model_status_bad: 'Its model turned out not to be safe',
  },
  pin: {
    reset: {
      subject: (key: string, holder: string) => `New PIN for the key “${key}”: ${holder}`,
      text: 'The PIN was replaced by a one-time one, which its holder has to change at the next sign-in. All sessions of the key are ended.',
    },
    unlocked: {
      subject: (key: string, holder: string) => `Key “${key}” is unlocked: ${holder}`,
      text: 'Wrong PINs had blocked the key. It can be used again with the PIN that it had.',
    },
    chosen: {
      subject: (key: string, holder: string) => `The PIN of the key “${key}” was changed: ${holder}`,
      text: 'Its holder has chosen another PIN. Other sessions of the key are ended.',
    },
  },
  unused: {
    subject: (key: string, _holder: string) => `Your key “${key}” waits for you`,
    registered: (days: number) =>
      `The key was issued to you ${days} ${pluralEn(days, 'day', 'days')} ago or earlier, and nobody has signed in with it yet.`,
    waiting: (days: number) =>
      `The key was issued to you ${days} ${pluralEn(days, 'day', 'days')} ago or earlier, and is not registered yet. Your account manager gives you a new link where the old one has run out.`,
    lost: 'If it has not reached you, tell your account manager. Where you have its sheet, its code stops the key at once. This letter is not repeated.',
  },
  asked: {
    subject: (company: string) => `Waits for an owner’s decision: ${company}`,
    text: 'Somebody of ours has asked for something that an owner of the company has to confirm with their key. Until then nothing changes. Do not confirm what nobody on your side asked for.',
  },
  decided: {
    approve: {
      subject: (company: string) => `Confirmed: ${company}`,
      text: 'What was asked for is confirmed.',
    },
    decline: {
      subject: (company: string) => `Declined: ${company}`,
      text: 'What was asked for is declined. Nothing has changed.',
    },
    byStaff:
      'No owner of the company has a key that works, so two people of ours have decided together. Everybody known of the company gets this letter.',
    keyByStaff:
      'No owner of the company has a key that works, so two people of ours have decided together. For 72 hours the new key signs nothing. Everybody known of the company gets this letter.',
  },
  proposals: {
    key_issue: 'a key',
    membership_add: 'a new person',
    role_change: 'another role',
    address_change: 'another address for letters',
    pin_reset: 'a new PIN for a key',
    tie_move: 'what a company ordered and was sent goes to another customer',
  },
  address: {
    subject: (holder: string) => `Another address for letters: ${holder}`,
    text: 'From now on the portal writes to another address. The one until now gets this letter for the last time.',
    none: 'none',
  },
  alarm: { subject: 'Alarm in the portal' },
};
