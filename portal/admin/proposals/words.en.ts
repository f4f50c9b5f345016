import { pluralEn } from '../../lib/i18n.ts';

export const proposalWordsEn = {
  lead: 'Rules, key models and whole lists of keys take two: one asks, another administrator confirms.',
  alone:
    'You are the only administrator with a key that works. What you ask for takes effect after 24 hours, is shown to all the staff until then, and can be stopped.',
  back: 'To confirm',
  modelDeeds: {
    add: (name: string) => `Add the model ${name}`,
    change: (name: string) => `Change the model ${name}`,
    remove: (name: string) => `Remove the model ${name}`,
  },
  issue: {
    title: (count: number) => `Issue ${count} ${pluralEn(count, 'key', 'keys')} by a list`,
    inStock: 'in stock',
    order: (number: string) => `with order ${number}`,
  },
  revoke: {
    title: (count: number) => `Revoke ${count} ${pluralEn(count, 'key', 'keys')} at once`,
    inStock: 'In stock',
    after: 'revoked for good',
    progress: (done: number, total: number) =>
      `Revoked so far: ${done} of ${total}. The rest follow by themselves.`,
  },
  rulesOf: (version: number) => `Rules, version ${version}`,
  columns: { what: 'Change', by: 'Asked for by', at: 'Asked', state: 'State' },
  none: 'No change waits.',
  open: 'Wait for a second administrator',
  closed: 'Decided lately',
  statuses: {
    open: 'waits',
    approved: 'confirmed',
    declined: 'declined',
    withdrawn: 'taken back',
    overtaken: 'overtaken',
    expired: 'not decided in time',
  },
  byItself: 'took effect by itself',
  own: 'asked for by you',
  difference: 'What changes',
  about: 'About the change',
  decide: 'Decide',
  yours: 'Your change',
  rows: { what: 'What', before: 'Now', after: 'Then', beforeOf: 'Before', afterOf: 'After' },
  nothing: 'none',
  facts: {
    by: 'Asked for by',
    at: 'Asked',
    until: 'Open until',
    reason: 'Reason',
    effective: 'Takes effect by itself',
    decidedBy: 'Decided by',
    nobody: 'nobody: its day was over',
    decidedAt: 'Decided',
  },
  model: {
    name: 'Model',
    maker: 'Maker',
    root: 'Certificate',
    until: (day: string) => `until ${day}`,
  },
  asked: 'Asked. Another administrator confirms it on this page. Nothing has changed yet.',
  askedAlone: (at: string) =>
    `Asked. It takes effect ${at}, unless somebody stops it. All the staff see it until then.`,
  done: {
    approved: 'Confirmed. The change is in force.',
    declined: 'Declined. Nothing was changed.',
    withdrawn: 'Taken back. Nothing was changed.',
  },
  ownText: 'You asked for this. Another administrator confirms or declines it; you can take it back.',
  aloneText: (at: string) =>
    `You asked for this, and there is no other administrator with a key that works. It takes effect ${at}. Until then you can take it back, and an administrator who comes meanwhile can confirm or decline it at once.`,
  otherText: 'You confirm exactly what stands above, with your key. It is in force at once.',
  otherDelayed: (at: string) =>
    `Takes effect by itself ${at}. You can confirm it now, or decline it: then it never does.`,
  overtakenText:
    'What it would change has changed meanwhile. It can no longer be confirmed. Whoever asked for it asks again.',
  approve: 'Confirm the change',
  decline: 'Decline',
  withdraw: 'Take it back',
  problems: {
    own_proposal: 'Nothing was changed: another administrator has to confirm what you asked for.',
    not_open: 'Nothing was changed: it was decided, taken back or ran out meanwhile.',
    overtaken: 'Nothing was changed: what it would change has changed meanwhile. It is closed now.',
  },
  /** On the forms that ask. */
  form: {
    two: 'Another administrator confirms this before it takes effect.',
    twoRules:
      'Another administrator confirms this before it takes effect. Names of networks alone change at once.',
    waits: 'A change waits already:',
    ask: 'Ask for this change',
  },
};
