import { amountInWords } from '#portal/documents/pdf/amount-in-words.ts';
import { formatAmount, formatLongDay } from '#portal/documents/pdf/paper-format.ts';
import { drawFields, drawSignatures, drawTitle } from '#portal/documents/pdf/paper-parts.server.ts';
import { drawTable, drawTotals, type PaperColumn } from '#portal/documents/pdf/paper-table.server.ts';
import type { PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { sumAmounts } from '../line-amounts.ts';
import { describeParty, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';
import { quantityOf, totalRows, type PaperLine } from './paper-line.ts';

export type CreditNotePaper = {
  number: string;
  issuedOn: string;
  buyer: Party;
  /** The transfer document that is corrected. */
  corrects: string;
  reason: string;
  returnNumber: string;
  lines: readonly PaperLine[];
};

const COLUMNS: readonly PaperColumn[] = [
  { title: '№', share: 22, align: 'center' },
  { title: 'Артикул', share: 84 },
  { title: 'Наименование', share: 186 },
  { title: 'Кол-во', share: 46, align: 'right' },
  { title: 'Ед.', share: 30, align: 'center' },
  { title: 'Цена без НДС, руб.', share: 58, align: 'right' },
  { title: 'НДС', share: 32, align: 'center' },
  { title: 'Сумма без НДС, руб.', share: 68, align: 'right' },
];

/** УКД, the universal correction document that lowers what an earlier one charged. */
export function setCreditNote(fonts: PaperFonts, note: CreditNotePaper): PaperBytes {
  const title = `Корректировочный документ № ${note.number} от ${formatLongDay(note.issuedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: note.issuedOn });
  drawTitle(paper, title, 'Уменьшение стоимости отгруженных товаров');
  drawFields(paper, [
    { label: 'Поставщик', text: describeParty(SELLER) },
    { label: 'Покупатель', text: describeParty(note.buyer) },
    { label: 'Исправляет', text: note.corrects },
    { label: 'Возврат', text: `№ ${note.returnNumber}` },
    { label: 'Причина', text: note.reason },
  ]);
  paper.gap(5);
  const rows = note.lines.map((line, index) => [
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
  drawTotals(paper, edges, totalRows(note.lines, 'Сумма уменьшения с НДС:'));
  paper.gap(4);
  paper.paragraph(
    `Задолженность покупателя уменьшена на: ${amountInWords(sumAmounts(note.lines).grossMinor, 'RUB')}.`,
    { font: 'bold' },
  );
  paper.gap(20);
  drawSignatures(paper, [
    { role: 'За поставщика', name: SELLER.signatory },
    { role: 'За покупателя', name: '' },
  ]);
  return paper.finish();
}
