import { pluralEn } from '../lib/i18n.ts';

export const peopleEn = {
  title: 'People and keys',
  lead: (account: string) => `Who works in the portal for ${account}, and with which keys.`,
  proposals: {
    title: 'Waits for you',
    sentences: {
      key_issue: (label: string, name: string) => `A key “${label}” for ${name}`,
      computer_add: (label: string, name: string) =>
        `The old key “${label}” of ${name} is to work on one more computer`,
      membership_add: (name: string, role: string) => `${name} joins as ${role}`,
      role_change: (name: string, from: string, to: string) => `${name}: ${from} becomes ${to}`,
      address_change: (name: string, from: string | null, to: string) =>
        from === null
          ? `Letters to ${name} are to go to ${to}`
          : `Letters to ${name} are to go to ${to} instead of ${from}`,
      pin_reset: (label: string, name: string) => `A new PIN for the key “${label}” of ${name}`,
      tie_move: (company: string, taxId: string, to: string) =>
        `${company}, tax id ${taxId}, goes to another customer: ${to}. Their people will see all its orders, prices and documents, and yours no longer`,
      row_move: (count: number, from: string, to: string) =>
        `${count} ${pluralEn(count, 'record', 'records')} of ${from} ${pluralEn(count, 'goes', 'go')} to ${to}. Their people will see them, with prices and documents, and yours no longer`,
    },
    lettersTo: (address: string | null) =>
      address === null
        ? 'There is no address at which the portal could warn them.'
        : `The portal warns them at ${address}. Confirm only if that is theirs.`,
    ofCustomer: (company: string, customer: string) => `${company}, our customer ${customer}`,
    asked: (name: string | null, day: string) =>
      name === null ? `Open until ${day}. ` : `Asked for by ${name}. Open until ${day}. `,
    approve: 'Confirm with my key',
    decline: 'Decline',
  },
  staff: {
    title: 'To confirm',
    lead: 'What account managers ask for in companies none of whose owners has a key that works. Call the company on a number you know before you confirm.',
    code: 'Give it to the person whose key it is, on a number or address that you know yourself. The manager has the link and does not learn the code.',
    pin: 'Give it to the holder of the key, on a number that you know yourself. The manager does not learn it.',
    ofCompanies: 'Companies without an owner’s key',
    noneText:
      'Nothing waits. Owners confirm keys and people of their companies themselves. What none of them can confirm comes here.',
  },
  code: {
    title: 'Code for the link',
    text: 'Give it to the person whose key it is, by phone or in person. They type it after opening the link that the manager gave them.',
    once: 'The code is shown now and never again. If it is lost, your manager makes a new link and you confirm it once more.',
  },
  pin: {
    title: 'One-time PIN',
    text: 'Give it to the holder of the key, in person or by phone, when you are sure that it is them. It works for one sign-in; they then choose another, which nobody else knows.',
    until: (day: string) => `It waits for its first use until ${day}.`,
    ended: (count: number) => `${count} ${pluralEn(count, 'session', 'sessions')} of the key ended.`,
    once: 'The PIN is shown now and never again.',
  },
  signsLater: (when: string) =>
    `Your key confirms nothing until ${when}. Two of our staff gave it out with no owner to ask; so whoever should have been asked has three days to object. Everything else works.`,
  done: {
    approved: 'Confirmed.',
    declined: 'Declined. Nothing was changed.',
    stopped: 'The key is stopped and its sessions are ended. Your manager can resume or replace it.',
  },
  problems: {
    overtaken: 'This was decided, taken back or changed meanwhile. What still waits is below.',
    owner_decides: 'An owner of the company decides this.',
    own_proposal: 'Somebody else has to confirm what you asked for.',
  },
  table: {
    title: 'Who has which key',
    person: 'Person',
    key: 'Key',
    noKey: 'no key',
    thisOne: '(in your hand)',
    lastUsed: 'Last sign-in',
    never: 'not yet',
    status: 'State',
    stop: 'Stop',
    stopKey: (label: string, name: string) => `Stop the key “${label}” of ${name}`,
  },
};
