/** A record that was never changed has no time of change. */
const BY_WRITE_DATE = {
  by: 'modified',
  field: 'write_date',
  createdField: 'create_date',
  precision: 'ms',
} as const;
const KEY = ['id'];
const MODIFIED = { modifiedAt: { firstOf: ['write_date', 'create_date'] } } as const;
const ARCHIVED = { field: 'active', is: ['false'] };
/** Lines that are deleted leave nothing behind, and so are found by comparing names. */
const LINES_COMPARED_MINUTES = 60;

/**
 * Tryton 6.0 and later with sale, stock and account_invoice; the address is that of the server, its database a setting.
 * Runs in the tests on the real server. Price lists are formulas there and are not shown.
 */
export const TRYTON = {
  mapping: 1,
  title: 'Tryton 6.0+',
  dialect: 'tryton',
  settings: ['database'],
  paging: { by: 'keyset', size: 500 },
  feeds: [
    {
      kind: 'product',
      set: 'product.product',
      key: KEY,
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        sku: { firstOf: ['code', 'id'] },
        name: 'name',
        unit: 'default_uom/symbol',
        status: { from: 'active', map: { false: 'discontinued', '*': 'active' } },
      },
    },
    {
      kind: 'counterparty',
      set: 'party.party',
      key: KEY,
      cursor: BY_WRITE_DATE,
      tombstone: ARCHIVED,
      fields: {
        ...MODIFIED,
        name: 'name',
        legalName: 'name',
        taxId: { firstOf: ['tax_identifier/code', { value: '' }] },
      },
    },
    {
      kind: 'order',
      set: 'sale.sale',
      key: KEY,
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        number: { firstOf: ['number', 'id'] },
        customerReference: 'reference',
        counterpartyRef: 'party/id',
        orderedOn: { firstOf: ['sale_date', 'create_date'] },
        status: {
          when: { field: 'state', is: ['confirmed', 'processing'] },
          use: {
            from: 'shipment_state',
            map: { sent: 'shipped', 'partially shipped': 'partially_shipped', '*': 'confirmed' },
          },
          otherwise: {
            from: 'state',
            map: {
              quotation: 'quoted',
              done: 'completed',
              cancelled: 'cancelled',
              cancel: 'cancelled',
              '*': 'draft',
            },
          },
        },
        sourceStatus: 'state',
        currency: 'currency/code',
        netMinor: 'untaxed_amount',
        taxMinor: 'tax_amount',
        grossMinor: 'total_amount',
      },
    },
    {
      // By themselves: a change of a line does not touch its order.
      kind: 'order-line',
      set: 'sale.line',
      key: KEY,
      cursor: BY_WRITE_DATE,
      compareEveryMinutes: LINES_COMPARED_MINUTES,
      fields: {
        ...MODIFIED,
        orderRef: 'sale/id',
        lineNo: 'id',
        kind: { from: 'type', map: { line: 'item', '*': 'note' } },
        productRef: 'product/id',
        sku: 'product/code',
        name: { firstOf: ['description', 'product/rec_name', 'id'] },
        quantity: { firstOf: ['quantity', { value: '0' }] },
        unit: 'unit/symbol',
        unitPrice: 'unit_price',
        amountsIn: 'sale/currency/code',
        netMinor: 'amount',
      },
    },
    {
      kind: 'invoice',
      set: 'account.invoice',
      key: KEY,
      filter: [
        { field: 'type', is: ['out'] },
        { field: 'state', is: ['posted', 'paid', 'cancelled', 'cancel'] },
      ],
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        number: { firstOf: ['number', 'id'] },
        counterpartyRef: 'party/id',
        issuedOn: { firstOf: ['invoice_date', 'create_date'] },
        currency: 'currency/code',
        totalMinor: 'total_amount',
        taxMinor: 'tax_amount',
        residualMinor: 'amount_to_pay',
        status: {
          from: 'state',
          map: { posted: 'open', paid: 'paid', cancelled: 'cancelled', cancel: 'cancelled' },
        },
      },
    },
    {
      kind: 'document',
      set: 'account.invoice',
      key: KEY,
      filter: [
        { field: 'type', is: ['out'] },
        { field: 'state', is: ['posted', 'paid'] },
      ],
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        kind: { value: 'invoice' },
        title: { firstOf: ['number', 'id'] },
        number: 'number',
        issuedOn: { firstOf: ['invoice_date', 'create_date'] },
        counterpartyRef: 'party/id',
        invoiceRef: 'id',
      },
      // Its action must be set to PDF: what is printed as an office file is not shown.
      content: { by: 'report', report: 'account.invoice' },
    },
    {
      kind: 'shipment',
      set: 'stock.shipment.out',
      key: KEY,
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        number: { firstOf: ['number', 'id'] },
        counterpartyRef: 'customer/id',
        status: {
          from: 'state',
          map: {
            done: 'shipped',
            shipped: 'shipped',
            cancelled: 'cancelled',
            cancel: 'cancelled',
            '*': 'preparing',
          },
        },
        shippedOn: 'effective_date',
        expectedOn: 'planned_date',
      },
      lines: {
        kind: 'shipment-line',
        in: 'outgoing_moves',
        key: ['id'],
        fields: {
          sku: 'product/code',
          name: 'product/rec_name',
          quantity: 'quantity',
          unit: 'uom/symbol',
        },
      },
    },
  ],
};
