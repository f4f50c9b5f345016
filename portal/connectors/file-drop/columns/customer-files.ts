/** The files about customers and what was agreed with them. */
import { maybe, OWNER_COLUMN, PERIOD_COLUMNS, required, ROW_COLUMNS } from './column.ts';
import type { FileFormat } from './column.ts';

export const accountManagerFile: FileFormat<'account-manager'> = {
  kind: 'account-manager',
  fileName: 'account-managers.csv',
  meaning: 'Your people who look after customers. They get no access by being here.',
  columns: [
    ...ROW_COLUMNS,
    required('name', 'name', 'text', 'Name'),
    maybe('phone', 'phone', 'text', 'Telephone, as shown to customers'),
    maybe('email', 'email', 'text', 'E-mail, as shown to customers'),
  ],
};

export const counterpartyFile: FileFormat<'counterparty'> = {
  kind: 'counterparty',
  fileName: 'counterparties.csv',
  meaning:
    'Your customers. A person ties each one to a customer account of the portal; until then nobody sees its rows. ' +
    'When its tax id or legal name changes, the tie waits until a person confirms it again.',
  columns: [
    ...ROW_COLUMNS,
    required('name', 'name', 'text', 'Short name'),
    required('legal_name', 'legalName', 'text', 'Name as registered'),
    required('tax_id', 'taxId', 'text', 'Tax number (ИНН, VAT)'),
    maybe('registration_reason', 'registrationReason', 'text', 'КПП'),
    maybe('manager', 'managerRef', 'reference', 'Who looks after them', { refersTo: 'account-manager' }),
    maybe('price_list', 'priceListRef', 'reference', 'Their price list', { refersTo: 'price-list' }),
  ],
};

export const contactFile: FileFormat<'contact'> = {
  kind: 'contact',
  fileName: 'contacts.csv',
  meaning:
    'People of your customers. They get no key by being here, and one kind of letter: when staff replace all lost keys of the company.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('name', 'name', 'text', 'Name'),
    maybe('position', 'position', 'text', 'Position'),
    maybe('email', 'email', 'text', 'E-mail'),
    maybe('phone', 'phone', 'text', 'Telephone'),
    maybe('birthday', 'birthday', 'birthday', 'Month and day'),
  ],
};

export const termsFile: FileFormat<'terms'> = {
  kind: 'terms',
  fileName: 'terms.csv',
  meaning: 'What was agreed with a customer.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    maybe('payment_days', 'paymentDays', 'whole-number', 'Days until payment is due'),
    maybe('payment_text', 'paymentText', 'text', 'Payment terms in words'),
    maybe('credit_limit', 'creditLimitMinor', 'amount', 'Credit limit', { currencyColumn: 'currency' }),
    maybe('currency', 'currency', 'text', 'ISO 4217 code of the credit limit'),
    maybe('delivery_text', 'deliveryText', 'text', 'Delivery terms in words'),
    maybe('contract_number', 'contractNumber', 'text', 'Number of the contract'),
    ...PERIOD_COLUMNS,
  ],
};

export const discountFile: FileFormat<'source-discount'> = {
  kind: 'source-discount',
  fileName: 'discounts.csv',
  meaning: 'Discounts that your system grants. Each is either a percentage or a fixed price.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('name', 'name', 'text', 'Name'),
    maybe('percent', 'basisPoints', 'basis-points', 'Per cent off'),
    maybe('fixed_price', 'fixedPrice', 'decimal', 'Price of one unit instead'),
    maybe('currency', 'currency', 'text', 'ISO 4217 code of the fixed price'),
    maybe('group', 'goodsGroup', 'text', 'Only for this goods group'),
    maybe('sku', 'sku', 'text', 'Only for this article'),
    ...PERIOD_COLUMNS,
    maybe('card_number', 'cardNumber', 'text', 'Number of the card that carries it'),
  ],
};
