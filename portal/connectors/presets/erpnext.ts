/** Times have no zone and are those of the site. Twenty rows come unless a length is said. */
const BY_MODIFIED = { by: 'modified', field: 'modified', precision: 's' } as const;
const KEY = ['name'];
const MODIFIED = { modifiedAt: 'modified' } as const;

/**
 * ERPNext 14 and later; the address ends with the host, and the key stands in the header Authorization as
 * `token KEY:SECRET`. Rows of a document come with the document only, so each order is read by itself. Made after
 * recorded shapes; not certified.
 */
export const ERPNEXT = {
  mapping: 1,
  title: 'ERPNext',
  dialect: 'rest',
  paging: { by: 'keyset', size: 200 },
  rest: {
    rows: 'data',
    error: 'exc_type',
    escape: 'json',
    size: { name: 'limit_page_length', text: '{size}' },
    select: { name: 'fields', text: '["{fields}"]' },
    since: { name: 'filters', text: '["{field}",">=","{time}"]' },
    behind: { name: 'filters', text: '["{field}",">","{key}"]' },
    byKey: [{ name: 'order_by', text: '{field} asc' }],
    newestFirst: [{ name: 'order_by', text: '{field} desc' }],
    together: { around: '[{terms}]', by: ',' },
    times: 'clock',
    one: { by: 'path', rows: 'data' },
  },
  feeds: [
    {
      kind: 'product',
      set: 'api/resource/Item',
      key: KEY,
      cursor: BY_MODIFIED,
      fields: {
        ...MODIFIED,
        sku: 'item_code',
        name: 'item_name',
        unit: 'stock_uom',
        groupName: 'item_group',
        status: { from: 'disabled', map: { '1': 'discontinued', '*': 'active' } },
      },
    },
    {
      kind: 'counterparty',
      set: 'api/resource/Customer',
      key: KEY,
      cursor: BY_MODIFIED,
      tombstone: { field: 'disabled', is: ['1'] },
      fields: {
        ...MODIFIED,
        name: 'customer_name',
        legalName: 'customer_name',
        taxId: { firstOf: ['tax_id', { value: '' }] },
      },
    },
    {
      kind: 'order',
      set: 'api/resource/Sales Order',
      key: KEY,
      cursor: BY_MODIFIED,
      rest: { readsEach: true },
      fields: {
        ...MODIFIED,
        number: 'name',
        customerReference: 'po_no',
        counterpartyRef: 'customer',
        orderedOn: 'transaction_date',
        promisedOn: 'delivery_date',
        status: {
          when: { field: 'docstatus', is: ['1'] },
          use: {
            from: 'delivery_status',
            map: {
              'Fully Delivered': 'shipped',
              'Partly Delivered': 'partially_shipped',
              Closed: 'completed',
              '*': 'confirmed',
            },
          },
          otherwise: { from: 'docstatus', map: { '2': 'cancelled', '*': 'draft' } },
        },
        sourceStatus: 'status',
        currency: 'currency',
        netMinor: 'net_total',
        taxMinor: { firstOf: ['total_taxes_and_charges', { value: '0' }] },
        grossMinor: 'grand_total',
      },
      lines: {
        kind: 'order-line',
        in: 'items',
        key: ['name'],
        fields: {
          lineNo: 'idx',
          productRef: 'item_code',
          sku: 'item_code',
          name: { firstOf: ['item_name', 'description', 'item_code'] },
          quantity: 'qty',
          unit: 'uom',
          unitPrice: 'rate',
          listPrice: 'price_list_rate',
          amountsIn: '../currency',
          netMinor: 'amount',
          shippedQuantity: 'delivered_qty',
        },
      },
    },
    {
      kind: 'invoice',
      set: 'api/resource/Sales Invoice',
      key: KEY,
      filter: [{ field: 'docstatus', is: ['1', '2'] }],
      cursor: BY_MODIFIED,
      fields: {
        ...MODIFIED,
        number: 'name',
        counterpartyRef: 'customer',
        issuedOn: 'posting_date',
        dueOn: 'due_date',
        currency: 'currency',
        totalMinor: 'grand_total',
        taxMinor: { firstOf: ['total_taxes_and_charges', { value: '0' }] },
        residualMinor: 'outstanding_amount',
        status: {
          when: { field: 'docstatus', is: ['2'] },
          use: { value: 'cancelled' },
          otherwise: { from: 'status', map: { Paid: 'paid', 'Partly Paid': 'partly_paid', '*': 'open' } },
        },
      },
    },
    {
      kind: 'document',
      set: 'api/resource/Sales Invoice',
      key: KEY,
      filter: [{ field: 'docstatus', is: ['1'] }],
      cursor: BY_MODIFIED,
      fields: {
        ...MODIFIED,
        kind: { value: 'invoice' },
        title: 'name',
        number: 'name',
        issuedOn: 'posting_date',
        counterpartyRef: 'customer',
        invoiceRef: 'name',
      },
      content: {
        by: 'address',
        path: 'api/method/frappe.utils.print_format.download_pdf',
        query: { doctype: 'Sales Invoice', name: '{key}' },
      },
    },
  ],
};
