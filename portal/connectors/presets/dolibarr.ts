/** Lists answer 404 where they are empty; times are written as the clock of the server shows them. */
const BY_TMS = {
  by: 'modified',
  field: 'date_modification',
  as: 'epoch-seconds',
  precision: 's',
  overlapSeconds: 3_700,
} as const;
const KEY = ['id'];
const MODIFIED = { modifiedAt: { from: 'date_modification', as: 'epoch-seconds' } } as const;
const day = (field: string) => ({ from: field, as: 'epoch-seconds' });
const CURRENCY = { firstOf: ['multicurrency_code', { value: 'EUR' }] };

/**
 * Dolibarr 18 and later; the address ends with `/api/index.php/`, and the key stands in the header DOLAPIKEY. Draft numbers
 * are in brackets. Made after recorded shapes of 22; not certified.
 */
export const DOLIBARR = {
  mapping: 1,
  title: 'Dolibarr',
  dialect: 'rest',
  paging: { by: 'keyset', size: 100 },
  rest: {
    // An empty list is sometimes "not found".
    isEmpty404: true,
    size: { name: 'limit', text: '{size}' },
    since: { name: 'sqlfilters', text: "(t.tms:>=:'{time}')" },
    behind: { name: 'sqlfilters', text: '(t.rowid:>:{key})' },
    byKey: [
      { name: 'sortfield', text: 't.rowid' },
      { name: 'sortorder', text: 'ASC' },
    ],
    newestFirst: [
      { name: 'sortfield', text: 't.tms' },
      { name: 'sortorder', text: 'DESC' },
    ],
    together: { around: '{terms}', by: ' and ' },
    times: 'zone-clock',
    one: { by: 'path' },
  },
  feeds: [
    {
      kind: 'counterparty',
      set: 'thirdparties',
      key: KEY,
      filter: [{ field: 'client', is: ['1', '3'] }],
      cursor: BY_TMS,
      fields: {
        ...MODIFIED,
        name: 'name',
        legalName: 'name',
        taxId: { firstOf: ['tva_intra', 'idprof1', { value: '' }] },
      },
    },
    {
      kind: 'contact',
      set: 'contacts',
      key: KEY,
      cursor: BY_TMS,
      fields: {
        ...MODIFIED,
        counterpartyRef: 'socid',
        name: { firstOf: [{ join: ['firstname', 'lastname'], by: ' ' }, 'lastname', 'firstname'] },
        position: 'poste',
        email: { firstOf: ['email', 'mail'] },
        phone: { firstOf: ['phone_pro', 'phone_mobile'] },
      },
    },
    {
      kind: 'order',
      set: 'orders',
      key: KEY,
      cursor: BY_TMS,
      fields: {
        ...MODIFIED,
        number: 'ref',
        customerReference: { firstOf: ['ref_customer', 'ref_client'] },
        counterpartyRef: 'socid',
        orderedOn: day('date'),
        promisedOn: day('delivery_date'),
        status: {
          from: 'statut',
          map: { '-1': 'cancelled', '0': 'draft', '1': 'confirmed', '2': 'in_progress', '3': 'completed' },
        },
        currency: CURRENCY,
        netMinor: 'total_ht',
        taxMinor: 'total_tva',
        grossMinor: 'total_ttc',
      },
      lines: {
        kind: 'order-line',
        in: 'lines',
        key: ['id'],
        fields: {
          lineNo: 'rang',
          productRef: 'fk_product',
          sku: { firstOf: ['product_ref', 'ref'] },
          name: { firstOf: ['product_label', 'label', 'desc', 'description', 'id'] },
          quantity: 'qty',
          unitPrice: 'subprice',
          discountPercent: 'remise_percent',
          vatPercent: 'tva_tx',
          amountsIn: { firstOf: ['../multicurrency_code', { value: 'EUR' }] },
          netMinor: 'total_ht',
          taxMinor: 'total_tva',
        },
      },
    },
    {
      kind: 'invoice',
      set: 'invoices',
      key: KEY,
      filter: [
        { field: 'type', is: ['0'] },
        { field: 'statut', is: ['1', '2', '3'] },
      ],
      cursor: BY_TMS,
      fields: {
        ...MODIFIED,
        number: 'ref',
        counterpartyRef: 'socid',
        issuedOn: day('date'),
        dueOn: day('date_lim_reglement'),
        currency: CURRENCY,
        totalMinor: 'total_ttc',
        taxMinor: 'total_tva',
        residualMinor: 'remaintopay',
        status: {
          from: 'statut',
          map: { '1': 'open', '2': 'paid', '3': 'cancelled' },
        },
      },
    },
    {
      kind: 'document',
      set: 'invoices',
      key: KEY,
      filter: [
        { field: 'type', is: ['0'] },
        { field: 'statut', is: ['1', '2'] },
      ],
      cursor: BY_TMS,
      fields: {
        ...MODIFIED,
        kind: { value: 'invoice' },
        title: 'ref',
        number: 'ref',
        issuedOn: day('date'),
        counterpartyRef: 'socid',
        invoiceRef: 'id',
      },
      content: {
        by: 'address',
        path: 'documents/download',
        query: { modulepart: 'facture', original_file: '{number}/{number}.pdf' },
        in: 'content',
      },
    },
  ],
};
