import { pluralEn } from '../lib/i18n.ts';

export const closeEn = {
  link: 'End the customer',
  title: (name: string) => `End the customer ${name}`,
  verb: 'End the customer',
  backToKeys: 'Keys',
  consequence:
    'For good, and all at once. Open windows and downloads of this customer stop within five seconds.',
  people: (count: number) =>
    `${count} ${pluralEn(count, 'person loses', 'people lose')} access to this company`,
  keys: (count: number) => `${count} ${pluralEn(count, 'key is', 'keys are')} revoked`,
  sessions: (count: number) => `${count} open ${pluralEn(count, 'session ends', 'sessions end')}`,
  links: (count: number) => `${count} one-time ${pluralEn(count, 'link stops', 'links stop')} working`,
  proposals: (count: number) =>
    `${count} ${pluralEn(count, 'thing that waits for confirmation is', 'things that wait for confirmation are')} withdrawn`,
  discounts: (count: number) =>
    `${count} ${pluralEn(count, 'discount is', 'discounts are')} carried no longer; orders made with ${pluralEn(count, 'it', 'them')} keep their price`,
  documents: 'Orders, prices and documents can’t be reached by anybody of this customer',
  stays: 'Other companies of the same people stay open to them with their keys of those companies.',
  ties: (count: number) =>
    `The customer stays tied to ${count} ${pluralEn(count, 'company', 'companies')} of the accounting system, so that its history is nobody else’s. End the tie where it becomes another customer.`,
  listTitle: 'Keys that are revoked',
  columns: { key: 'Key', serial: 'Serial', holder: 'Holder', state: 'State' },
  back: (label: string) => `“${label}” still lies here: put it back into stock`,
  noKeys: 'This customer has no key that could still open anything.',
  signed: 'Your key signs which customer it is and this very list of keys.',
  changed: 'The keys of this customer have changed since this page was shown. Look at the list once more.',
  closedAlready: 'This customer is ended.',
  done: (keys: number, sessions: number, returned: number) =>
    `The customer is ended. Keys revoked: ${keys}; sessions ended: ${sessions}; keys back in stock: ${returned}.`,
};
