import { amountInWords, countForm } from '#portal/documents/pdf/amount-in-words.ts';
import { formatAmount, formatLongDay } from '#portal/documents/pdf/paper-format.ts';
import { drawFields, drawSignatures, drawTitle } from '#portal/documents/pdf/paper-parts.server.ts';
import { drawTable, drawTotals, type PaperColumn } from '#portal/documents/pdf/paper-table.server.ts';
import { INK_SOFT, type Paper, type PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { sumAmounts } from '../line-amounts.ts';
import { describeParty, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';
import { quantityOf, totalRows, type PaperLine } from './paper-line.ts';

export type InvoicePaper = {
  number: string;
  issuedOn: string;
  dueOn: string;
  buyer: Party;
  /** What the invoice rests on: contract, order, shipment. */
  basis: string;
  lines: readonly PaperLine[];
  isPrepaid: boolean;
};

const COLUMNS: readonly PaperColumn[] = [
  { title: '№', share: 22, align: 'center' },
  { title: 'Артикул', share: 84 },
  { title: 'Наименование', share: 186 },
  { title: 'Кол-во', share: 42, align: 'right' },
  { title: 'Ед.', share: 30, align: 'center' },
  { title: 'Цена без НДС, руб.', share: 58, align: 'right' },
  { title: 'НДС', share: 32, align: 'center' },
  { title: 'Сумма без НДС, руб.', share: 68, align: 'right' },
];

/** Счёт на оплату. */
export function setInvoice(fonts: PaperFonts, invoice: InvoicePaper): PaperBytes {
  const title = `Счёт на оплату № ${invoice.number} от ${formatLongDay(invoice.issuedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: invoice.issuedOn });
  drawBankDetails(paper);
  drawTitle(paper, title);
  drawFields(paper, [
    { label: 'Поставщик', text: describeParty(SELLER) },
    { label: 'Покупатель', text: describeParty(invoice.buyer) },
    { label: 'Основание', text: invoice.basis },
    { label: 'Оплатить до', text: formatLongDay(invoice.dueOn), isBold: true },
  ]);
  paper.gap(5);
  drawLines(paper, invoice.lines);
  drawSumInWords(paper, invoice.lines);
  paper.paragraph(conditions(invoice), { size: 8, color: INK_SOFT });
  paper.gap(16);
  drawSignatures(paper, [
    { role: 'Руководитель', name: SELLER.director.name },
    { role: 'Главный бухгалтер', name: SELLER.accountant },
  ]);
  return paper.finish();
}

const BANK_ROWS = [40, 46] as const;

/** The block from which a payment order is filled in. */
function drawBankDetails(paper: Paper): void {
  const top = paper.y;
  const { left, width } = paper;
  const split = left + width * 0.62;
  const codes = split + 44;
  const second = top + BANK_ROWS[0];
  paper.boxes(
    [
      { x: left, width: split - left },
      { x: split, width: codes - split },
      { x: codes, width: paper.right - codes },
    ].flatMap((column) => [
      { ...column, y: top, height: BANK_ROWS[0] },
      { ...column, y: second, height: BANK_ROWS[1] },
    ]),
  );
  const cell = (text: string, x: number, y: number, isCaption = false): void => {
    const style = isCaption ? { size: 7, color: INK_SOFT } : { size: 9 };
    paper.put(text, { ...style, x: x + 5, y, width: paper.right - x });
  };
  cell(SELLER.bankName, left, top + 5);
  cell('Банк получателя', left, top + 27, true);
  cell('БИК', split, top + 5);
  cell('Сч. №', split, top + 21);
  cell(SELLER.bic, codes, top + 5);
  cell(SELLER.correspondentAccount, codes, top + 21);
  cell(`ИНН ${SELLER.taxId}      КПП ${SELLER.registrationReason}`, left, second + 5);
  cell(SELLER.name, left, second + 18);
  cell('Получатель', left, second + 33, true);
  cell('Сч. №', split, second + 5);
  cell(SELLER.account, codes, second + 5);
  paper.y = second + BANK_ROWS[1] + 16;
}

function drawLines(paper: Paper, lines: readonly PaperLine[]): void {
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.sku,
    line.name,
    quantityOf(line),
    line.unit.name,
    formatAmount(line.unitPriceMinor),
    `${line.vatPercent} %`,
    formatAmount(line.netMinor),
  ]);
  const edges = drawTable(paper, { columns: COLUMNS, rows, keepAfter: 60 });
  drawTotals(paper, edges, totalRows(lines, 'Всего к оплате:'));
}

function drawSumInWords(paper: Paper, lines: readonly PaperLine[]): void {
  const { grossMinor } = sumAmounts(lines);
  const count = BigInt(lines.length);
  const noun = countForm(count, ['наименование', 'наименования', 'наименований']);
  paper.gap(4);
  paper.ensureRoom(60);
  paper.paragraph(`Всего ${count} ${noun} на сумму ${formatAmount(grossMinor)} руб.`);
  paper.paragraph(amountInWords(grossMinor, 'RUB'), { font: 'bold', size: 10 });
  paper.gap(6);
}

function conditions({ isPrepaid, number }: InvoicePaper): string {
  const when = isPrepaid
    ? 'Товар резервируется на пять рабочих дней и отгружается после поступления оплаты.'
    : 'Товар отгружен; оплата по сроку, установленному договором.';
  return `${when} В назначении платежа укажите: «Оплата по счёту № ${number}».`;
}
