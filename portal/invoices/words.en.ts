import { pluralEn } from '../lib/i18n.ts';

export const invoicesEn = {
  number: 'Invoice',
  issuedOn: 'Issued',
  dueOn: 'Pay by',
  status: 'Status',
  total: 'Total',
  residual: 'Left to pay',
  issuedWord: 'of',
  dueWord: 'pay by',
  residualWord: 'left to pay',
  statuses: {
    open: 'not paid',
    partly_paid: 'partly paid',
    paid: 'paid',
    cancelled: 'cancelled',
  },
  overdue: (days: number) => `overdue by ${days} ${pluralEn(days, 'day', 'days')}`,
};
