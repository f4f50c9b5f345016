import { pluralEn } from '../lib/i18n.ts';

export const discountsEn = {
  title: 'Discounts',
  lead: 'What your keys carry, and what the accounting system grants you.',
  inHand: 'the key you are using',
  keyOf: (label: string, holder: string) => `${label}, ${holder}`,
  keyStates: {
    suspended: 'suspended',
    lost: 'lost',
    assigned: 'not registered yet',
    shipped: 'on its way',
  },
  onlyInHand:
    'A price counts the discounts of the key that you signed in with. It is expected until the order is confirmed.',
  ending: {
    title: (count: number) => `${count} ${pluralEn(count, 'discount is', 'discounts are')} about to end`,
    one: (name: string, day: string) => `${name}: last day ${day}`,
  },
  columns: {
    name: 'Discount',
    gives: 'Gives',
    holds: 'Holds',
    granted: 'Granted by',
    used: 'Used',
    card: 'Card',
  },
  fixedPrice: (price: string) => `price ${price}`,
  covers: {
    everything: 'all goods',
    group: (group: string) => `group ${group}`,
    sku: (sku: string) => `article ${sku}`,
    skuInGroup: (sku: string, group: string) => `article ${sku} of group ${group}`,
  },
  limit: (amount: string) => `up to ${amount} in all`,
  period: {
    between: (from: string, to: string) => `${from} to ${to}`,
    from: (day: string) => `since ${day}`,
    until: (day: string) => `until ${day}`,
    always: 'without end',
  },
  phases: { upcoming: 'to come', ending: 'ending' },
  granted: (officer: string, day: string) => `${officer}, ${day}`,
  usedIn: (order: string, day: string, amount: string) => `${order} of ${day}: ${amount}`,
  card: 'card',
  ofSource: 'Granted by the accounting system',
  noneOfSource: 'The accounting system grants you no discounts now.',
  none: {
    title: 'No discounts on your keys yet',
    text: 'When a discount is tied to one of your keys, it appears here: who granted it, until when, and where you used it.',
  },
};
