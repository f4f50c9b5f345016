const SALES = 'tdapi.slsSalesOrder';
const PARTNERS = 'tcapi.comBusinessPartner';
const ITEMS = 'tcapi.ibdItem';

/**
 * Infor LN (BAAN), its OData services behind the ION gateway; the address ends with `…/LN/lnapi/odata/`. Which company
 * is asked stands in a header and in front of every id. Services are modelled by each owner, and names follow the twin
 * for purchase orders that Infor documents: compare with "Test". Emulated, not certified.
 */
export const INFOR_LN = {
  mapping: 1,
  title: 'Infor LN (BAAN)',
  dialect: 'v4',
  settings: ['company'],
  headers: { 'X-Infor-LnCompany': '{company}', 'Content-Language': 'en-US' },
  idPrefix: '{company}:',
  paging: { by: 'next-link', size: 500 },
  feeds: [
    {
      kind: 'product',
      service: ITEMS,
      set: 'Items',
      key: ['Item'],
      cursor: { by: 'none' },
      everyMinutes: 720,
      fields: { sku: 'Item', name: 'Description', unit: 'InventoryUnit', groupName: 'ItemGroup' },
    },
    {
      kind: 'counterparty',
      service: PARTNERS,
      set: 'BusinessPartners',
      key: ['BusinessPartner'],
      cursor: { by: 'none' },
      fields: {
        name: 'Name',
        legalName: 'Name',
        taxId: { firstOf: ['TaxNumber', { value: '' }] },
      },
    },
    {
      kind: 'order',
      service: SALES,
      set: 'Orders',
      key: ['SalesOrder'],
      cursor: { by: 'modified', field: 'LastTransactionDate', precision: 's' },
      expand: ['LineRefs'],
      fields: {
        modifiedAt: 'LastTransactionDate',
        version: '@odata.etag',
        number: 'SalesOrder',
        customerReference: 'CustomerOrder',
        counterpartyRef: 'SoldToBP',
        orderedOn: 'OrderDate',
        promisedOn: 'PlannedDeliveryDate',
        status: {
          from: 'OrderStatus',
          map: {
            Free: 'draft',
            Approved: 'confirmed',
            InProcess: 'in_progress',
            Modified: 'in_progress',
            Closed: 'completed',
            Canceled: 'cancelled',
            '*': 'confirmed',
          },
        },
        sourceStatus: 'OrderStatus',
        currency: 'Currency',
        netMinor: 'OrderAmount',
        taxMinor: { firstOf: ['TaxAmount', { value: '0' }] },
        grossMinor: { firstOf: ['OrderAmountIncludingTax', 'OrderAmount'] },
      },
      lines: {
        kind: 'order-line',
        in: 'LineRefs',
        key: ['Line', 'Sequence'],
        touchOrder: false,
        fields: {
          lineNo: 'Line',
          productRef: 'Item',
          sku: 'Item',
          name: { firstOf: ['ItemDescription', 'Item'] },
          quantity: 'OrderedQuantity',
          unit: 'SalesUnit',
          unitPrice: 'Price',
          discountPercent: 'DiscountPercentage',
          amountsIn: '../Currency',
          netMinor: 'Amount',
          shippedQuantity: 'DeliveredQuantity',
          promisedOn: 'PlannedDeliveryDate',
        },
      },
    },
  ],
};
