import { countForm, numberInWords } from '#portal/documents/pdf/amount-in-words.ts';
import { formatLongDay, formatQuantity } from '#portal/documents/pdf/paper-format.ts';
import { drawFields, drawSignatures, drawTitle } from '#portal/documents/pdf/paper-parts.server.ts';
import { drawSpanRow, drawTable, type PaperColumn } from '#portal/documents/pdf/paper-table.server.ts';
import { INK_SOFT, type Paper, type PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import type { Unit } from '../catalogue/unit.ts';
import { MILLI, toQuantity } from '../line-amounts.ts';
import { describeParty, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';
import { quantityOf } from './paper-line.ts';

export type PackedLine = {
  sku: string;
  name: string;
  unit: Unit;
  quantityMilli: bigint;
  gramsPerUnit: bigint;
};

export type PackingListPaper = {
  number: string;
  issuedOn: string;
  buyer: Party;
  deliveryAddress: string;
  orderNumber: string;
  carrier: string;
  trackingNumber: string | null;
  lines: readonly PackedLine[];
};

const COLUMNS: readonly PaperColumn[] = [
  { title: '№', share: 22, align: 'center' },
  { title: 'Артикул', share: 92 },
  { title: 'Наименование', share: 236 },
  { title: 'Количество', share: 52, align: 'right' },
  { title: 'Ед.', share: 34, align: 'center' },
  { title: 'Масса, кг', share: 50, align: 'right' },
  { title: 'Отметка', share: 46 },
];

const GRAMS_PER_PLACE = 25_000n;

/** Упаковочный лист: what is in the boxes, for the storekeeper of the buyer. It names no price. */
export function setPackingList(fonts: PaperFonts, packing: PackingListPaper): PaperBytes {
  const title = `Упаковочный лист № ${packing.number} от ${formatLongDay(packing.issuedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: packing.issuedOn });
  drawTitle(paper, title, 'Накладная на передачу груза без указания цен');
  drawFields(paper, [
    { label: 'Отправитель', text: describeParty(SELLER) },
    { label: 'Получатель', text: describeParty(packing.buyer) },
    { label: 'Адрес доставки', text: packing.deliveryAddress },
    { label: 'Заказ', text: `№ ${packing.orderNumber}` },
    { label: 'Перевозчик', text: carriageText(packing) },
  ]);
  paper.gap(5);
  const grams = drawLines(paper, packing.lines);
  drawSummary(paper, packing.lines.length, grams);
  drawSignatures(
    paper,
    [
      { role: 'Кладовщик', name: SELLER.storekeeper },
      { role: 'Должность', name: '' },
    ],
    { heading: ['Отпустил', 'Принял'] },
  );
  return paper.finish();
}

function carriageText({ carrier, trackingNumber }: PackingListPaper): string {
  return trackingNumber === null ? carrier : `${carrier}, отправление ${trackingNumber}`;
}

function drawLines(paper: Paper, lines: readonly PackedLine[]): bigint {
  const masses = lines.map(({ quantityMilli, gramsPerUnit }) => (quantityMilli * gramsPerUnit) / MILLI);
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.sku,
    line.name,
    quantityOf(line),
    line.unit.name,
    kilograms(masses[index] ?? 0n),
    '',
  ]);
  const grams = masses.reduce((sum, mass) => sum + mass, 0n);
  const edges = drawTable(paper, { columns: COLUMNS, rows, keepAfter: 20 });
  drawSpanRow(paper, edges, [
    { from: 0, to: 4, text: 'Масса нетто, всего', align: 'right', isBold: true },
    { from: 5, to: 5, text: kilograms(grams), align: 'right', isBold: true },
    { from: 6, to: 6, text: '' },
  ]);
  return grams;
}

function drawSummary(paper: Paper, lineCount: number, grams: bigint): void {
  const count = BigInt(lineCount);
  const places = grams / GRAMS_PER_PLACE + 1n;
  const noun = countForm(count, ['наименование', 'наименования', 'наименований']);
  const placeNoun = countForm(places, ['грузовое место', 'грузовых места', 'грузовых мест']);
  paper.gap(9);
  paper.paragraph(
    `Всего отпущено: ${numberInWords(count, 'neuter')} ${noun}, ${numberInWords(places, 'neuter')} ${placeNoun}.`,
    { font: 'bold' },
  );
  paper.paragraph(
    'Проверьте число мест и целостность упаковки при перевозчике. О расхождении сообщите в течение трёх рабочих дней.',
    { size: 8, color: INK_SOFT },
  );
  paper.gap(14);
}

function kilograms(grams: bigint): string {
  return formatQuantity(toQuantity(grams));
}
