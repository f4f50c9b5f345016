export const freshnessEn = {
  notGiven: {
    product: 'Your supplier’s system does not send a catalogue here.',
    stock: 'Your supplier’s system does not send stock here.',
    'price-list': 'Your supplier’s system does not send price lists here.',
    'price-entry': 'Your supplier’s system does not send prices here.',
    'source-discount': 'Your supplier’s system does not send discounts here.',
    order: 'Your supplier’s system does not send orders here.',
    'order-line': 'Your supplier’s system does not send the lines of orders here.',
    shipment: 'Your supplier’s system does not send shipments here, so what is shipped can’t be told.',
    'shipment-line': 'Your supplier’s system does not say what is in a shipment.',
    'tracking-event': 'Your supplier’s system does not send what carriers report.',
    'goods-return': 'Your supplier’s system does not send returns here.',
    invoice: 'Your supplier’s system does not send invoices here, so nothing can be said of payment.',
    document: 'Your supplier’s system does not send documents here.',
  },
  notConnected: {
    title: 'Your company is not matched yet',
    text: 'Orders, shipments and documents appear here once your account manager has confirmed which customer of the accounting system you are.',
  },
};
