/**
 * Bitrix24 as a CRM, over an incoming webhook: the address ends with `/rest/`, and the webhook's own part (`12/abcdef`) is
 * the secret path. Companies, contacts, managers and terms. What was agreed stands in fields that each owner adds: take a
 * copy and put their names in. Tested on an emulator made after the public documentation, not certified.
 */
const BY_DATE_MODIFY = { by: 'modified', field: 'DATE_MODIFY', precision: 's' } as const;
const KEY = ['ID'];
const COMPANY = { set: 'crm.company.list', key: KEY, cursor: BY_DATE_MODIFY } as const;

export const BITRIX24 = {
  mapping: 1,
  title: 'Bitrix24 (CRM)',
  dialect: 'rest',
  // Fifty is what it gives, whatever it is asked for.
  paging: { by: 'keyset', size: 50 },
  rest: {
    rows: 'result',
    total: 'total',
    error: 'error',
    // Counting makes each question slow.
    query: { start: '-1' },
    since: { name: 'filter[>={field}]', text: '{time}' },
    behind: { name: 'filter[>{field}]', text: '{key}' },
    byKey: [{ name: 'order[{field}]', text: 'ASC' }],
    newestFirst: [{ name: 'order[{field}]', text: 'DESC' }],
    one: { by: 'parameter', parameter: { name: 'filter[@{field}][{index}]', text: '{key}' }, rows: 'result' },
  },
  lookups: {
    requisites: {
      set: 'crm.requisite.list',
      key: 'ENTITY_ID',
      rest: { query: { 'filter[ENTITY_TYPE_ID]': '4' } },
    },
  },
  feeds: [
    {
      kind: 'account-manager',
      set: 'user.get',
      key: KEY,
      cursor: { by: 'none' },
      everyMinutes: 720,
      tombstone: { field: 'ACTIVE', is: ['false'] },
      // Users know no other filter than that for the next page.
      rest: { query: { sort: 'ID', order: 'ASC' } },
      fields: {
        name: { firstOf: [{ join: ['NAME', 'LAST_NAME'], by: ' ' }, 'LAST_NAME', 'NAME', 'EMAIL'] },
        email: 'EMAIL',
        phone: { firstOf: ['WORK_PHONE', 'PERSONAL_MOBILE'] },
      },
    },
    {
      ...COMPANY,
      kind: 'counterparty',
      rest: { query: { 'select[0]': '*' } },
      fields: {
        modifiedAt: 'DATE_MODIFY',
        name: 'TITLE',
        legalName: {
          firstOf: [{ from: 'ID', lookUp: 'requisites/RQ_COMPANY_FULL_NAME' }, 'TITLE'],
        },
        taxId: { firstOf: [{ from: 'ID', lookUp: 'requisites/RQ_INN' }, { value: '' }] },
        registrationReason: { from: 'ID', lookUp: 'requisites/RQ_KPP' },
        managerRef: 'ASSIGNED_BY_ID',
      },
    },
    {
      kind: 'contact',
      set: 'crm.contact.list',
      key: KEY,
      cursor: BY_DATE_MODIFY,
      rest: {
        query: {
          'select[0]': '*',
          'select[1]': 'PHONE',
          'select[2]': 'EMAIL',
        },
      },
      fields: {
        modifiedAt: 'DATE_MODIFY',
        counterpartyRef: 'COMPANY_ID',
        name: { firstOf: [{ join: ['NAME', 'LAST_NAME'], by: ' ' }, 'LAST_NAME', 'NAME', 'ID'] },
        position: 'POST',
        email: 'EMAIL/0/VALUE',
        phone: 'PHONE/0/VALUE',
        birthday: { from: 'BIRTHDATE', as: 'month-day' },
      },
    },
    {
      ...COMPANY,
      kind: 'terms',
      rest: { query: { 'select[0]': '*', 'select[1]': 'UF_*' } },
      fields: {
        modifiedAt: 'DATE_MODIFY',
        counterpartyRef: 'ID',
        paymentDays: 'UF_CRM_PAYMENT_DAYS',
        paymentText: 'UF_CRM_PAYMENT_TERMS',
        deliveryText: 'UF_CRM_DELIVERY_TERMS',
        contractNumber: 'UF_CRM_CONTRACT_NUMBER',
      },
    },
  ],
};
