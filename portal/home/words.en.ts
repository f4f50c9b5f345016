import { pluralEn } from '../lib/i18n.ts';

export const homeEn = {
  attention: {
    title: 'Needs attention',
    nothing: 'Nothing waits for you: no missed promise, no parcel to fetch, nothing overdue.',
    nothingUnpriced: 'Nothing waits for you: no missed promise, no parcel to fetch.',
    readyForPickup: (number: string) => `Shipment ${number} can be fetched`,
    attemptFailed: (number: string) => `Shipment ${number}: the carrier came and nobody took it`,
    missed: (number: string) => `Order ${number} has not left as promised`,
    overdue: (number: string) => `Invoice ${number} is overdue`,
    days: (days: number) => `${days} ${pluralEn(days, 'day', 'days')} late`,
    promised: 'promised',
    due: 'pay by',
  },
  open: {
    title: 'Open orders',
    none: 'All your orders have been shipped.',
    all: 'All open orders',
  },
  again: {
    title: 'What you order most',
    lead: (orders: number) =>
      `By your last ${orders} ${pluralEn(orders, 'order', 'orders')}; the price is for as many as last time.`,
    leadUnpriced: (orders: number) => `By your last ${orders} ${pluralEn(orders, 'order', 'orders')}.`,
    none: 'What you order again and again will stand here, with what is free now.',
    goods: 'Article',
    last: 'Last time',
    lastWord: 'last time',
    stock: 'Free now',
    stockWord: 'free now:',
    price: 'Your price',
    listPrice: 'List price',
    gone: 'no longer sold',
    instead: (sku: string) => `instead ${sku}`,
  },
  documents: {
    title: 'New documents this week',
    none: 'No document has been issued this week.',
    all: 'All documents',
  },
  manager: {
    title: 'Your account manager',
    standsIn: (day: string) => `stands in until ${day}`,
    none: 'Nobody has been named yet. Call the number you always call.',
    phone: 'Phone',
    email: 'E\u2011mail',
  },
};
