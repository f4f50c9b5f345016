/** Times are stored finer than they are told: nothing finer than a second is relied on. */
const BY_WRITE_DATE = { by: 'modified', field: 'write_date', precision: 's' } as const;
const KEY = ['id'];
const MODIFIED = { modifiedAt: 'write_date' } as const;
const ARCHIVED = { field: 'active', is: ['false'] };
/** Lines that are deleted leave nothing behind, and so are found by comparing names. */
const LINES_COMPARED_MINUTES = 60;

/** Of the invoice that a file hangs on. */
const OF_MOVE = (path: string) => ({ from: 'res_id', lookUp: `moves/${path}` });

const CURRENCY = { from: 'currency_id/id', lookUp: 'currencies/name' };
/** Orders and deliveries name a person or an address; the customer is the company that it belongs to. */
const CUSTOMER = { from: 'partner_id/id', lookUp: 'partners/commercial_partner_id/id' };

/**
 * Odoo 16 to 19 with Sales, Inventory and Invoicing; the address is that of the server, its database a setting, and the
 * password an API key of a user who may only read. Names of states are Odoo's own and never translated; labels are in
 * the user's language and so are shown, but nothing is decided by them. Tested on recorded answers of 17 and 19.
 */
export const ODOO = {
  mapping: 1,
  title: 'Odoo 16–19',
  dialect: 'odoo',
  settings: ['database'],
  paging: { by: 'keyset', size: 500 },
  lookups: {
    currencies: { set: 'res.currency', key: 'id' },
    partners: { set: 'res.partner', key: 'id' },
    goods: { set: 'product.product', key: 'id' },
    moves: { set: 'account.move', key: 'id' },
  },
  feeds: [
    {
      kind: 'account-manager',
      set: 'res.users',
      key: KEY,
      filter: [{ field: 'share', is: ['false'] }],
      cursor: BY_WRITE_DATE,
      tombstone: ARCHIVED,
      fields: { ...MODIFIED, name: 'name', email: 'email', phone: 'phone' },
    },
    {
      kind: 'product',
      set: 'product.product',
      key: KEY,
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        sku: { firstOf: ['default_code', 'id'] },
        name: 'name',
        unit: 'uom_id/label',
        groupName: 'categ_id/label',
        status: { from: 'active', map: { false: 'discontinued', '*': 'active' } },
      },
    },
    {
      kind: 'price-list',
      set: 'product.pricelist',
      key: KEY,
      cursor: BY_WRITE_DATE,
      tombstone: ARCHIVED,
      fields: {
        ...MODIFIED,
        name: 'name',
        kind: { value: 'contract' },
        currency: CURRENCY,
        isTaxIncluded: { value: false },
      },
    },
    {
      // Fixed prices of single goods. Percentages and formulas are Odoo's own to calculate, and are not shown.
      kind: 'price-entry',
      set: 'product.pricelist.item',
      key: KEY,
      filter: [
        { field: 'applied_on', is: ['0_product_variant'] },
        { field: 'compute_price', is: ['fixed'] },
      ],
      cursor: BY_WRITE_DATE,
      compareEveryMinutes: LINES_COMPARED_MINUTES,
      fields: {
        ...MODIFIED,
        priceListRef: 'pricelist_id/id',
        productRef: 'product_id/id',
        minQuantity: 'min_quantity',
        price: 'fixed_price',
        validFromOn: 'date_start',
        validToOn: 'date_end',
      },
    },
    {
      kind: 'counterparty',
      set: 'res.partner',
      key: KEY,
      filter: [{ field: 'is_company', is: ['true'] }],
      cursor: BY_WRITE_DATE,
      tombstone: ARCHIVED,
      fields: {
        ...MODIFIED,
        name: 'name',
        legalName: 'name',
        taxId: { firstOf: ['vat', { value: '' }] },
        managerRef: 'user_id/id',
        priceListRef: 'property_product_pricelist/id',
      },
    },
    {
      kind: 'contact',
      set: 'res.partner',
      key: KEY,
      filter: [
        { field: 'is_company', is: ['false'] },
        { field: 'type', is: ['contact'] },
      ],
      cursor: BY_WRITE_DATE,
      tombstone: ARCHIVED,
      fields: {
        ...MODIFIED,
        counterpartyRef: 'commercial_partner_id/id',
        name: { firstOf: ['name', 'email', 'id'] },
        position: 'function',
        email: 'email',
        phone: 'phone',
      },
    },
    {
      kind: 'order',
      set: 'sale.order',
      key: KEY,
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        number: 'name',
        customerReference: 'client_order_ref',
        counterpartyRef: CUSTOMER,
        orderedOn: 'date_order',
        promisedOn: 'commitment_date',
        status: {
          when: { field: 'state', is: ['sale', 'done'] },
          use: {
            from: 'delivery_status',
            map: { full: 'shipped', partial: 'partially_shipped', '*': 'confirmed' },
          },
          otherwise: {
            from: 'state',
            map: { draft: 'draft', sent: 'quoted', cancel: 'cancelled', '*': 'draft' },
          },
        },
        sourceStatus: 'state',
        currency: CURRENCY,
        netMinor: 'amount_untaxed',
        taxMinor: 'amount_tax',
        grossMinor: 'amount_total',
      },
    },
    {
      // By themselves: a change of a line's text does not touch its order.
      kind: 'order-line',
      set: 'sale.order.line',
      key: KEY,
      cursor: BY_WRITE_DATE,
      compareEveryMinutes: LINES_COMPARED_MINUTES,
      fields: {
        ...MODIFIED,
        orderRef: 'order_id/id',
        lineNo: 'id',
        kind: {
          when: { field: 'display_type', is: ['line_section', 'line_subsection', 'line_note'] },
          use: { value: 'note' },
          otherwise: { value: 'item' },
        },
        productRef: 'product_id/id',
        sku: { from: 'product_id/id', lookUp: 'goods/default_code' },
        name: 'name',
        quantity: 'product_uom_qty',
        unit: { firstOf: ['product_uom_id/label', 'product_uom/label'] },
        unitPrice: 'price_unit',
        discountPercent: 'discount',
        amountsIn: CURRENCY,
        netMinor: 'price_subtotal',
        taxMinor: 'price_tax',
        shippedQuantity: 'qty_delivered',
        invoicedQuantity: 'qty_invoiced',
      },
    },
    {
      kind: 'invoice',
      set: 'account.move',
      key: KEY,
      filter: [
        { field: 'move_type', is: ['out_invoice'] },
        { field: 'state', is: ['posted', 'cancel'] },
      ],
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        number: 'name',
        counterpartyRef: 'commercial_partner_id/id',
        issuedOn: { firstOf: ['invoice_date', 'date'] },
        dueOn: 'invoice_date_due',
        currency: CURRENCY,
        totalMinor: 'amount_total',
        taxMinor: 'amount_tax',
        residualMinor: 'amount_residual',
        status: {
          when: { field: 'state', is: ['cancel'] },
          use: { value: 'cancelled' },
          otherwise: {
            from: 'payment_state',
            map: {
              paid: 'paid',
              in_payment: 'paid',
              partial: 'partly_paid',
              reversed: 'cancelled',
              '*': 'open',
            },
          },
        },
      },
    },
    {
      kind: 'credit-note',
      set: 'account.move',
      key: KEY,
      filter: [
        { field: 'move_type', is: ['out_refund'] },
        { field: 'state', is: ['posted'] },
      ],
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        number: 'name',
        counterpartyRef: 'commercial_partner_id/id',
        invoiceRef: 'reversed_entry_id/id',
        issuedOn: { firstOf: ['invoice_date', 'date'] },
        currency: CURRENCY,
        totalMinor: 'amount_total',
        reason: 'ref',
      },
    },
    {
      // The invoice as Odoo has sent it, and nothing else that somebody attached.
      kind: 'document',
      set: 'ir.attachment',
      key: KEY,
      filter: [
        { field: 'res_model', is: ['account.move'] },
        { field: 'res_field', is: ['invoice_pdf_report_file'] },
      ],
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        kind: { ...OF_MOVE('move_type'), map: { out_refund: 'credit-note', '*': 'invoice' } },
        title: { firstOf: ['name', 'id'] },
        number: OF_MOVE('name'),
        issuedOn: { firstOf: [OF_MOVE('invoice_date'), 'create_date'] },
        counterpartyRef: OF_MOVE('commercial_partner_id/id'),
        invoiceRef: 'res_id',
        sizeBytes: 'file_size',
      },
      content: { by: 'field', field: 'datas' },
    },
    {
      kind: 'shipment',
      set: 'stock.picking',
      key: KEY,
      filter: [{ field: 'picking_type_code', is: ['outgoing'] }],
      cursor: BY_WRITE_DATE,
      fields: {
        ...MODIFIED,
        number: 'name',
        counterpartyRef: CUSTOMER,
        status: { from: 'state', map: { done: 'shipped', cancel: 'cancelled', '*': 'preparing' } },
        carrier: 'carrier_id/label',
        trackingNumber: 'carrier_tracking_ref',
        shippedOn: { when: { field: 'state', is: ['done'] }, use: 'date_done', otherwise: { value: '' } },
        expectedOn: 'scheduled_date',
      },
    },
    {
      kind: 'shipment-line',
      set: 'stock.move',
      key: KEY,
      filter: [{ field: 'picking_code', is: ['outgoing'] }],
      cursor: BY_WRITE_DATE,
      compareEveryMinutes: LINES_COMPARED_MINUTES,
      fields: {
        ...MODIFIED,
        shipmentRef: 'picking_id/id',
        orderLineRef: 'sale_line_id/id',
        sku: { from: 'product_id/id', lookUp: 'goods/default_code' },
        name: { firstOf: [{ from: 'product_id/id', lookUp: 'goods/name' }, 'product_id/label'] },
        quantity: { firstOf: ['quantity', 'quantity_done', 'product_uom_qty'] },
        unit: 'product_uom/label',
      },
    },
  ],
};
