import type { Party } from './party.ts';
import {
  FICTIONAL_BIC,
  companyTaxId,
  correspondentAccount,
  registrationReason,
  settlementAccount,
} from './requisites.ts';

export const BANK_NAME = 'Банк «Демо-Расчёт» (вымышленный), г. Демоград';

/** The supplier whose portal the demo shows. It does not exist. */
export const SELLER: Party & { accountant: string; storekeeper: string; signatory: string } = {
  name: 'ООО «Демо-Снабжение»',
  legalName: 'Общество с ограниченной ответственностью «Демо-Снабжение» (вымышленная компания)',
  taxId: companyTaxId(1),
  registrationReason: registrationReason('01', 1),
  address: '000001, г. Демоград, ул. Образцовая, д. 1',
  bankName: BANK_NAME,
  bic: FICTIONAL_BIC,
  account: settlementAccount(1, 'company'),
  correspondentAccount: correspondentAccount(),
  phone: '+7 (000) 000-01-00',
  director: { position: 'Генеральный директор', name: 'Вымыслов П. П.' },
  accountant: 'Условная К. Д.',
  storekeeper: 'Складовщиков Ф. Ф.',
  signatory: 'Демонстратова Е. В.',
};

/** Stands on every page of every paper. */
export const DEMO_MARK = {
  word: 'ДЕМО',
  sentence: 'Демонстрационный образец: компании, люди и суммы вымышлены',
};
