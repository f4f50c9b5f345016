import { PIECE } from '#portal/demo/catalogue/unit.ts';
import { lineAmounts } from '#portal/demo/line-amounts.ts';
import type { PaperLine } from '#portal/demo/papers/paper-line.ts';
import type { Party } from '#portal/demo/party.ts';
import {
  companyTaxId,
  correspondentAccount,
  FICTIONAL_BIC,
  registrationReason,
  settlementAccount,
} from '#portal/demo/requisites.ts';
import { BANK_NAME } from '#portal/demo/seller.ts';
import { loadPaperFonts } from '#portal/documents/pdf/paper.server.ts';

export const FONTS = loadPaperFonts();

export const BUYER: Party = {
  name: 'ООО «Проверка» (демо)',
  legalName: 'Общество с ограниченной ответственностью «Проверка» (демо)',
  taxId: companyTaxId(77),
  registrationReason: registrationReason('01', 1),
  address: '000077, г. Проверочный, ул. Тестовая, д. 7',
  bankName: BANK_NAME,
  bic: FICTIONAL_BIC,
  account: settlementAccount(77, 'company'),
  correspondentAccount: correspondentAccount(),
  phone: '+7 (000) 000-77-00',
  director: { position: 'Директор', name: 'Проверкин П. П.' },
};

/** 12 pieces at 1 234,56 with 22 % VAT: 14 814,72 + 3 259,24 = 18 073,96. */
export function aLine(line: Partial<PaperLine> = {}): PaperLine {
  const priced = { quantityMilli: 12_000n, unitPriceMinor: 123_456n, vatPercent: 22n, ...line };
  return { sku: 'BRG-6205', name: 'Подшипник 6205', unit: PIECE, ...priced, ...lineAmounts(priced) };
}
