import { pluralEn } from '../lib/i18n.ts';

export const uiEn = {
  shell: {
    skip: 'Go to the content',
    sections: 'Sections',
    more: 'More',
    search: 'Search',
    searchHint: 'Order, article, invoice, tracking number',
    home: 'Home',
    account: 'Works for',
    switchAccount: 'Switch',
    lock: 'Lock',
    signOut: 'Sign out',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'Auto', light: 'Light', dark: 'Dark' },
    demonstration: 'Demonstration',
    demo: 'Demonstration: all data is invented, any key is accepted.',
    waiting: (count: number) => `${count} ${pluralEn(count, 'new item', 'new items')}`,
  },
  fob: {
    name: 'My key and sessions',
    states: { plugged: 'key plugged in', locked: 'locked', 'not-watched': 'key not watched' },
    opens: {
      everything: 'Opens everything',
      prices: 'Opens prices, can’t sign',
      goods: 'Opens orders and list prices',
      status: 'Opens order status',
    },
    minutesLeft: (minutes: number) => `${minutes} min left`,
  },
  locked: {
    title: 'The portal is locked',
    lead: 'What you were typing is kept. Plug in the same key and touch it to go on.',
    unlock: 'Unlock with the key',
  },
  asOf: {
    confirmed: (source: string) => `${source}, as of`,
    ages: { fresh: 'fresh', ageing: 'ageing', old: 'old' },
    late: (source: string, when: string) =>
      `${source} has sent nothing newer since ${when}. These are the last figures it confirmed.`,
  },
  list: {
    more: 'Show more',
    first: 'Back to the beginning',
    filters: 'Filters',
    apply: 'Show',
    reset: 'Clear filters',
  },
  form: {
    optional: 'optional',
    summary: (count: number) => `${count} ${pluralEn(count, 'field needs', 'fields need')} a correction`,
    cancel: 'Cancel',
  },
  price: {
    caption: 'Why this price',
    step: 'How it adds up',
    key: 'key discount',
  },
  stepUp: {
    note: 'Your key confirms this step: have it plugged in.',
    waiting: 'Touch your key.',
    noAnswer: 'The key did not answer. Nothing was changed, and what you typed is still here. Try again.',
    signsLater: 'This key confirms nothing yet; the page “My key” says from when. Nothing was changed.',
    failed: 'The portal could not ask the key. Nothing was changed. Try again in a moment.',
    unsupported: 'This browser can’t talk to keys. Open the portal in a current browser.',
    noScript: 'This step asks your key and needs scripts switched on.',
  },
  closed: {
    wanted: (what: string) => `Here stands: ${what}. Your session does not open it; nothing was changed.`,
    opens: (what: string) => `It opens: ${what}.`,
    opensNothing: 'It opens nothing yet.',
    classes: {
      status: 'where an order is',
      goods: 'what is in it and how much',
      'list-price': 'list prices',
      'own-price': 'your own prices, discounts and priced documents',
      money: 'balance and debts',
    },
    openedBy: {
      answering:
        'A key that answers by itself to a touch opens it. Ask your account manager to exchange yours.',
      genuine: 'A key whose maker vouches for it opens it. Ask your account manager to exchange yours.',
      'with-own-pin':
        'A key whose maker vouches for it, and that asks for its PIN itself, opens it. Ask your account manager to exchange yours.',
      'another-role':
        'No key opens it for your role. Another role would: the owner of your company or your account manager can give you one.',
    },
  },
  trouble: {
    'not-found': {
      title: 'There is no such page',
      text: 'The address is wrong, or what was here is not open to your key. Nothing was changed.',
    },
    refused: {
      title: 'Your key does not open this',
      text: 'Nothing was changed. Your account manager can tell which key opens it.',
    },
    unconfirmed: {
      title: 'The key did not confirm this step',
      text: 'Nothing was changed. Go back, send the form again and touch the key with which you signed in.',
    },
    stale: {
      title: 'The form came from another window',
      text: 'Nothing was saved. Open the page again and repeat the entry.',
    },
    moving: {
      title: 'Your data is being put in order',
      text: 'Some orders have just been assigned to another company. Until that is done, in a few seconds, we show nothing of yours.',
    },
    failed: {
      title: 'The portal made an error',
      text: 'It is our fault. What was saved before is kept; the last step was not carried out. Try again.',
    },
    'too-many': {
      title: 'Too much at once',
      text: 'More was asked for within a short time than people do by hand. Nothing was changed, and nothing is blocked for good.',
    },
    wait: (minutes: number) =>
      `Try again in ${minutes} ${pluralEn(minutes, 'minute', 'minutes')}; before that the answer stays the same.`,
    requestId: 'Request number for your account manager:',
    again: 'Try again',
    toHome: 'Go to the first page',
  },
  pictures: {
    plug: 'A key is put into the USB port of a computer',
    touch: 'A finger touches the key',
    wrongPin: 'A PIN was typed wrong',
    otherKey: 'Two different keys',
    blocked: 'A key that is crossed out',
    oldBrowser: 'A browser window that does not know the key',
  },
  noAnswer: {
    title: 'The key did not answer',
    lead: 'It can be one of four reasons. Look and try again.',
    again: 'Try again',
    reasons: {
      plug: { title: 'Not plugged in', text: 'Put the key into a USB port, the metal side all the way in.' },
      touch: { title: 'Not touched', text: 'When it blinks, touch the metal spot within half a minute.' },
      wrongPin: {
        title: 'Wrong PIN',
        text: 'The PIN stays in the key; the portal never sees it. After eight wrong tries the key blocks.',
      },
      otherKey: { title: 'Another key', text: 'Use the key that your account manager gave you.' },
    },
  },
};
