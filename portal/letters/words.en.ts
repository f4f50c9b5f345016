import { pluralEn } from '../lib/i18n.ts';

export const lettersEn = {
  subject: (company: string, subject: string) => `${subject} (${company})`,
  facts: {
    key: 'Key',
    computer: 'Computer',
    holder: 'Person',
    company: 'Company',
    counterparty: 'In our books',
    when: 'When',
    why: 'Reason',
    asked: 'Asked for',
    askedBy: 'Asked by',
    oldAddress: 'Address until now',
    newAddress: 'New address',
    manager: 'Away',
    deputy: 'Stands in',
    days: 'Days',
    doneBy: 'Done by',
    opens: 'Opens',
    effective: 'Takes effect',
    request: 'Request',
    claim: 'Claim',
    decision: 'Decision',
    sent: 'Sent',
  },
  links: {
    stop: 'Stop a key with the code from its sheet',
    myKey: 'Your keys and sessions',
    people: 'People and keys of your company',
    admin: 'Open alarms',
    deputies: 'Deputies',
    requests: 'Requests of your customers',
    deskClaims: 'Claims of your customers',
    claims: 'Your company’s claims',
    portal: 'The portal',
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
    text: 'Something is asked for that an owner of the company has to confirm with their key. Until then nothing changes. Do not confirm what nobody on your side asked for.',
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
    byStaff: {
      subject: (company: string) => `Two of our staff have decided for ${company}`,
      text: 'No owner of the company has a key that works. So two people of ours have confirmed together what was asked for, as below. Everybody known of the company gets this letter.',
      key: 'No owner of the company has a key that works. So two people of ours have confirmed together what was asked for, as below. For 72 hours the key confirms nothing, so that you can object. Everybody known of the company gets this letter.',
      object: (seller: string) =>
        `If nobody on your side asked for it, call ${seller} at once, on a number that you know, and ask for an administrator of the portal instead of your account manager. Any administrator stops a key in one step.`,
    },
  },
  proposals: {
    key_issue: 'a key',
    computer_add: 'another computer for an old key',
    membership_add: 'a new person',
    role_change: 'another role',
    address_change: 'another address for letters',
    pin_reset: 'a new PIN for a key',
    tie_move: 'what a company ordered and was sent goes to another customer',
    row_move: 'single orders or documents of a company go to another customer',
  },
  computer: {
    added: {
      subject: (holder: string) => `Another computer for an old key: ${holder}`,
      text: 'An old key opens the portal on one more computer, with its PIN as before.',
    },
    removed: {
      subject: (holder: string) => `A computer was taken away: ${holder}`,
      text: 'Old keys open the portal on this computer no longer. They were taken from it by their holder.',
    },
    revoked: {
      subject: (holder: string) => `The agent of a computer is revoked: ${holder}`,
      text: 'Old keys open the portal on this computer no longer, and whoever was signed in there is out. The account manager did it.',
    },
    unknown:
      'If you know nothing of it, call your account manager on a number that you know. Your page “My key” shows all computers and takes any of them away.',
  },
  address: {
    subject: (holder: string) => `Another address for letters: ${holder}`,
    text: 'From now on the portal writes to another address. The one until now gets this letter for the last time.',
    none: 'none',
  },
  deputy: {
    deputy_named: {
      subject: (deputy: string, manager: string) => `${deputy} stands in for ${manager}`,
      text: 'On these days one manager acts for the other: sees their customers, and stops and issues their keys. The log says for whom.',
    },
    deputy_ended: {
      subject: (deputy: string, manager: string) => `${deputy} no longer stands in for ${manager}`,
      text: 'One manager acts for the other no longer, from now on. What was done meanwhile stays done.',
    },
  },
  closed: {
    subject: (company: string) => `The portal is closed for ${company}`,
    text: 'Our work with the company in the portal is over. Its keys open nothing any more, open pages are closed, and links to new keys are dead.',
    unknown: 'If this surprises you, call your account manager on a number that you know.',
    keys: 'Keys revoked',
  },
  staffLink: {
    subject: (holder: string) => `A link for a key of the staff: ${holder}`,
    text: 'Whoever registers a key with it can do everything that this person can. It opens by itself unless an administrator withdraws it, and at once when another administrator confirms it.',
    onServer: 'the operator, on the server',
  },
  loneChange: {
    subject: 'A change that nobody else confirms',
    text: 'There was no other administrator with a key that works. The change takes effect by itself, unless an administrator stops it.',
  },
  staffProposals: {
    policy_change: 'other rules for keys, PINs and sessions',
    key_model_change: 'a model of key',
    bulk_issue: 'many new keys by a list',
    mass_revoke: 'revoking many keys at once',
  },
  lateRequest: {
    subject: (number: string, company: string) => `Request ${number} has not got into the ERP: ${company}`,
    text: 'The customer reads that you know of it. This letter is not repeated.',
    whys: {
      held: 'It was sent with a key that was stopped or reported lost, and waits until you vouch for it or refuse it.',
      stuck: 'The ERP did not take it, and what it said needs a person.',
      late: 'The ERP has not taken it for hours. It goes by itself as soon as the ERP answers.',
    },
  },
  claim: {
    subject: (number: string, company: string) => `Claim ${number} waits for you: ${company}`,
    whys: {
      new: 'A customer says that something is wrong with what they got. They read in the portal what you decide.',
      held: 'It was sent with a key that was stopped or reported lost, and waits until you vouch for it or refuse it.',
      stuck: 'The ERP did not take it, and what it said needs a person.',
      late: 'The ERP has not taken it for hours. It goes by itself as soon as the ERP answers; you can decide it before.',
    },
    once: 'This letter is not repeated.',
  },
  claimDecided: {
    subject: (number: string) => `Claim ${number} is decided`,
    text: 'Your account manager has decided. What they answer stands in the portal, behind your key.',
    decisions: { accepted: 'accepted', refused: 'refused' },
  },
  alarm: { subject: 'Alarm in the portal' },
};
