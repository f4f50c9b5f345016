export const searchEn = {
  title: 'Search',
  found: (query: string) => `Search: ${query}`,
  kinds: {
    order: 'Orders',
    shipment: 'Shipments',
    invoice: 'Invoices',
    document: 'Documents',
    product: 'Price list',
    ordered: 'Goods you have ordered',
  },
  of: 'of',
  reference: (number: string) => `your number ${number}`,
  tracking: (number: string) => `tracking number ${number}`,
  inOrders: 'in your orders',
  allOrders: 'All orders with this, by their goods too',
  nothing: 'Nothing found',
  nothingText: (query: string) =>
    `Nothing of yours matches “${query}”. A part of a number is enough: leave out what you are not sure of.`,
  start: 'What are you looking for?',
  startText:
    'Type the number of an order, yours or ours, an article, an invoice, a waybill, or a tracking number. A part of it is enough.',
};
