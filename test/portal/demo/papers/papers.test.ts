import { expect, test } from 'vitest';
import { setAct } from '#portal/demo/papers/act-paper.server.ts';
import { setCertificate } from '#portal/demo/papers/certificate-paper.server.ts';
import { setConfirmation } from '#portal/demo/papers/confirmation-paper.server.ts';
import { setContract } from '#portal/demo/papers/contract-paper.server.ts';
import { setCreditNote } from '#portal/demo/papers/credit-note-paper.server.ts';
import { setInvoice } from '#portal/demo/papers/invoice-paper.server.ts';
import { setPackingList } from '#portal/demo/papers/packing-list-paper.server.ts';
import { setReconciliation } from '#portal/demo/papers/reconciliation-paper.server.ts';
import { setTransfer } from '#portal/demo/papers/transfer-paper.server.ts';
import { pdfPages } from '#test/support/pdf-text.ts';
import { aLine, BUYER, FONTS } from './sample-paper.ts';

const basis = 'Договор № 7/25-П, заказ № ЗК-000077';
const dated = { issuedOn: '2026-03-05', buyer: BUYER, basis };

async function textOf(paper: Promise<Uint8Array>): Promise<string> {
  const pages = pdfPages(await paper);
  for (const page of pages) expect(page).toContain('ДЕМО');
  // Amounts hold their thousands with no-break spaces, and long texts are broken into lines.
  return pages.join('\n').replaceAll('\u00a0', ' ').replaceAll('\n', ' ');
}

test('an invoice names the sum in figures and in words, the VAT and the day it is due', async () => {
  const invoice = { ...dated, number: 'СЧ-000001', dueOn: '2026-04-04', isPrepaid: false, lines: [aLine()] };
  const text = await textOf(setInvoice(FONTS, invoice));
  expect(text).toContain('Счёт на оплату № СЧ-000001 от 5 марта 2026 г.');
  expect(text).toContain('НДС 22 %: 3 259,24');
  expect(text).toContain('Всего к оплате: 18 073,96');
  expect(text).toContain('Восемнадцать тысяч семьдесят три рубля 96 копеек');
  expect(text).toContain('4 апреля 2026 г.');
});

test('an invoice whose lines bear two rates sums each of them', async () => {
  const lines = [aLine(), aLine({ vatPercent: 20n })];
  const invoice = { ...dated, number: 'СЧ-000002', dueOn: '2026-04-04', isPrepaid: true, lines };
  const text = await textOf(setInvoice(FONTS, invoice));
  expect(text).toContain('НДС 22 %: 3 259,24');
  expect(text).toContain('НДС 20 %: 2 962,94');
});

test('a transfer document names both sides by their tax numbers, and its total', async () => {
  const text = await textOf(
    setTransfer(FONTS, {
      ...dated,
      number: 'УП-000001',
      deliveryAddress: BUYER.address,
      carriage: 'ДемоЭкспресс, отправление DX1',
      receivedOn: '2026-03-09',
      lines: [aLine()],
    }),
  );
  expect(text).toContain(`${BUYER.taxId} / ${BUYER.registrationReason}`);
  expect(text).toMatch(/Всего к оплате \(9\) 14 814,72 Х 3 259,24 18 073,96/u);
  expect(text).toContain('Дата получения (приёмки): 9 марта 2026 г.');
});

test('a packing list counts goods and boxes and names no price', async () => {
  const text = await textOf(
    setPackingList(FONTS, {
      number: 'УП-000001',
      issuedOn: '2026-03-05',
      buyer: BUYER,
      deliveryAddress: BUYER.address,
      orderNumber: 'ЗК-000077',
      carrier: 'Транспорт поставщика',
      trackingNumber: null,
      lines: [{ ...aLine(), gramsPerUnit: 2_500n }],
    }),
  );
  expect(text).toContain('Всего отпущено: одно наименование, два грузовых места.');
  expect(text).toContain('Масса нетто, всего 30');
  expect(text).not.toMatch(/руб|НДС|1 234,56|14 814,72|18 073,96/u);
});

test('an order confirmation shows the list price, the discount and the promised day', async () => {
  const line = { ...aLine(), listPriceMinor: 150_000n, discountPercent: '17.7', promisedOn: '2026-03-12' };
  const text = await textOf(
    setConfirmation(FONTS, {
      number: 'ЗК-000077',
      customerReference: 'PO-77',
      orderedOn: '2026-03-05',
      buyer: BUYER,
      deliveryAddress: BUYER.address,
      basis,
      paymentText: 'отсрочка 30 дней',
      managerName: 'Примерова Анна',
      managerPhone: '+7 (000) 000-01-11',
      lines: [line],
    }),
  );
  expect(text).toContain('1 500,00 17,7 1 234,56 12.03.26 14 814,72');
});

test('a reconciliation act closes with opening balance plus debits minus credits, in words', async () => {
  const act = {
    number: 'АС-000001',
    issuedOn: '2026-04-05',
    fromOn: '2026-01-01',
    toOn: '2026-03-31',
    buyer: BUYER,
    contract: 'Договор № 7/25-П',
    openingMinor: 100_000n,
    entries: [
      { on: '2026-01-15', text: 'УПД № УП-000001', debitMinor: 250_000n, creditMinor: 0n },
      { on: '2026-02-15', text: 'Платёж № 17', debitMinor: 0n, creditMinor: 120_000n },
    ],
  };
  const owed = await textOf(setReconciliation(FONTS, act));
  expect(owed).toContain('в пользу ООО «Демо-Снабжение» составляет 2 300,00 руб. (Две тысячи триста рублей');
  const even = await textOf(setReconciliation(FONTS, { ...act, openingMinor: -130_000n }));
  expect(even).toContain('задолженность отсутствует');
});

test('acts, certificates, contracts and credit notes carry what they are about', async () => {
  const { position, name } = BUYER.director;
  const act = { ...dated, number: 'АК-1', buyerSignatory: { position, name }, lines: [aLine()] };
  expect(await textOf(setAct(FONTS, act))).toContain('Всего с НДС: 18 073,96');

  const checks = [{ what: 'Твёрдость колец', method: 'ГОСТ 9013', norm: '60–65 HRC', found: '62 HRC' }];
  const batch = { goods: 'Подшипники', batch: '2026-03/1', items: [aLine()], checks };
  const certificate = { number: 'СК-1', issuedOn: '2026-03-05', validToOn: '2027-03-05', ...batch };
  expect(await textOf(setCertificate(FONTS, certificate))).toContain('Твёрдость колец ГОСТ 9013');

  const terms = { paymentDays: 21, creditLimitMinor: 50_000_000n, deliveryText: 'самовывоз' };
  const contract = { number: '7/25-П', signedOn: '2025-01-14', buyer: BUYER, terms };
  const contractText = await textOf(setContract(FONTS, contract));
  expect(contractText).toContain('в течение 21 календарного дня');
  expect(contractText).toContain('500 000,00 руб.');

  const note = { corrects: 'УПД № УП-1', reason: 'Возврат', returnNumber: 'ВЗ-1', lines: [aLine()] };
  const creditNote = setCreditNote(FONTS, { ...dated, number: 'КД-1', ...note });
  expect(await textOf(creditNote)).toContain('Сумма уменьшения с НДС: 18 073,96');
});
