import { amountInWords } from '#portal/documents/pdf/amount-in-words.ts';
import { formatAmount, formatLongDay } from '#portal/documents/pdf/paper-format.ts';
import { drawFields, drawSignatures, drawTitle } from '#portal/documents/pdf/paper-parts.server.ts';
import { drawTable, drawTotals, type PaperColumn } from '#portal/documents/pdf/paper-table.server.ts';
import type { Paper, PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { sumAmounts } from '../line-amounts.ts';
import { describeParty, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';
import { quantityOf, totalRows, type PaperLine } from './paper-line.ts';

export type ActPaper = {
  number: string;
  issuedOn: string;
  buyer: Party;
  buyerSignatory: { position: string; name: string };
  basis: string;
  lines: readonly PaperLine[];
};

const COLUMNS: readonly PaperColumn[] = [
  { title: '№', share: 22, align: 'center' },
  { title: 'Наименование работ, услуг', share: 262 },
  { title: 'Кол-во', share: 46, align: 'right' },
  { title: 'Ед.', share: 34, align: 'center' },
  { title: 'Цена без НДС, руб.', share: 70, align: 'right' },
  { title: 'НДС', share: 34, align: 'center' },
  { title: 'Сумма без НДС, руб.', share: 74, align: 'right' },
];

/** Акт об оказании услуг. */
export function setAct(fonts: PaperFonts, act: ActPaper): PaperBytes {
  const title = `Акт об оказании услуг № ${act.number} от ${formatLongDay(act.issuedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: act.issuedOn });
  drawTitle(paper, title);
  drawFields(paper, [
    { label: 'Исполнитель', text: describeParty(SELLER) },
    { label: 'Заказчик', text: describeParty(act.buyer) },
    { label: 'Основание', text: act.basis },
  ]);
  paper.gap(5);
  drawLines(paper, act.lines);
  paper.gap(8);
  paper.paragraph(
    'Перечисленные услуги оказаны полностью и в срок. Заказчик претензий по объёму, качеству и срокам не имеет.',
  );
  paper.gap(18);
  drawSignatures(
    paper,
    [
      { role: `${SELLER.director.position}\n${SELLER.name}`, name: SELLER.director.name },
      { role: `${act.buyerSignatory.position}\n${act.buyer.name}`, name: act.buyerSignatory.name },
    ],
    { heading: ['Исполнитель', 'Заказчик'] },
  );
  return paper.finish();
}

function drawLines(paper: Paper, lines: readonly PaperLine[]): void {
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.name,
    quantityOf(line),
    line.unit.name,
    formatAmount(line.unitPriceMinor),
    `${line.vatPercent} %`,
    formatAmount(line.netMinor),
  ]);
  const edges = drawTable(paper, { columns: COLUMNS, rows, keepAfter: 60 });
  drawTotals(paper, edges, totalRows(lines, 'Всего с НДС:'));
  paper.gap(4);
  paper.paragraph(`Всего оказано услуг на сумму: ${amountInWords(sumAmounts(lines).grossMinor, 'RUB')}.`, {
    font: 'bold',
  });
}
