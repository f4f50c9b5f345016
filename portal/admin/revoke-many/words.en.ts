import { pluralEn } from '../../lib/i18n.ts';

export const revokeManyEn = {
  title: 'Revoke many keys',
  lead: 'After a model or a batch was compromised. Another administrator confirms the list; then it is for good.',
  back: 'Keys',
  staff: 'Keys of the staff are not among them: end those one by one on the page of their holder.',
  by: 'Which keys',
  choices: { batch: 'All of a batch', model: 'All of a model', serials: 'These serial numbers' },
  batch: 'Batch',
  model: 'Model',
  serials: 'Serial numbers',
  serialsHint: 'One a line, at most 5,000.',
  any: 'choose',
  look: 'Show the list',
  found: (count: number) =>
    `${count} ${pluralEn(count, 'key', 'keys')} can still open something or lie in stock`,
  shown: (count: number) => `The first ${count} are shown; the request has all of them.`,
  columns: { serial: 'Serial', holder: 'Holder', customer: 'Customer', state: 'State' },
  inStock: 'in stock',
  reason: 'Reason',
  reasonHint: 'Whoever confirms reads it, and it stays in the log.',
  ask: 'Ask for it',
  faults: {
    choose: 'Choose a batch or a model, or write serial numbers.',
    badSerials: (lines: string) => `These are no serial numbers: ${lines}`,
    missing: (serials: string) => `No key that counts has: ${serials}`,
    nothing: 'There is no such key that could still open anything.',
    too_many: 'These are more than 5,000 keys. Ask for them in parts.',
    keys_changed: 'The list has changed since it was shown. Look at it once more.',
    proposed_already: 'This very list waits already.',
    reason: 'Write the reason.',
  },
};
