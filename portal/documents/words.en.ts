export const documentsEn = {
  title: 'Documents',
  kinds: {
    invoice: 'Invoice',
    'order-confirmation': 'Order confirmation',
    waybill: 'Waybill',
    'delivery-note': 'Delivery note',
    act: 'Act',
    certificate: 'Certificate',
    contract: 'Contract',
    reconciliation: 'Reconciliation act',
    'credit-note': 'Credit note',
  },
  filter: {
    search: 'Number or title',
    kind: 'Kind',
    anyKind: 'All kinds',
    from: 'From',
    to: 'To',
  },
  columns: {
    title: 'Document',
    kind: 'Kind',
    number: 'Number',
    issuedOn: 'Date',
    size: 'Size',
    file: 'File',
  },
  dated: 'of',
  view: 'View',
  download: 'Download',
  downloadOf: (title: string) => `Download: ${title}`,
  unavailable:
    'This document can’t be had now: its file is not what the accounting system sent. It was not shown. Ask your account manager to send it again.',
  empty: {
    none: 'No documents yet',
    noneText:
      'Invoices, waybills, acts, certificates and contracts appear here as soon as the accounting system sends them.',
    nothing: 'No such document',
    nothingText: 'Nothing fits all of the filters.',
    widen: 'Show all documents',
    end: 'There are no further documents',
  },
};
