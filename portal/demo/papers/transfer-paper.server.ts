import { formatAmount, formatLongDay, formatShortDay } from '#portal/documents/pdf/paper-format.ts';
import { drawSpanRow, drawTable, type PaperColumn } from '#portal/documents/pdf/paper-table.server.ts';
import { INK_SOFT, type Paper, type PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { sumAmounts } from '../line-amounts.ts';
import { taxNumbers, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';
import { quantityOf, type PaperLine } from './paper-line.ts';
import { drawHandover } from './transfer-handover.server.ts';

export type TransferPaper = {
  number: string;
  issuedOn: string;
  buyer: Party;
  deliveryAddress: string;
  basis: string;
  carriage: string;
  lines: readonly PaperLine[];
  receivedOn: string | null;
};

/** Columns and their marks as the form prints them. */
const COLUMNS: readonly PaperColumn[] = [
  { title: '№ п/п', mark: 'А', share: 24, align: 'center' },
  { title: 'Код товара / работ, услуг', mark: 'Б', share: 78 },
  { title: 'Наименование товара (описание работ, услуг)', mark: '1', share: 172 },
  { title: 'Код вида товара', mark: '1а', share: 32, align: 'center' },
  { title: 'код', mark: '2', share: 26, align: 'center', group: 'Единица измерения' },
  { title: 'условное обозн.', mark: '2а', share: 38, align: 'center', group: 'Единица измерения' },
  { title: 'Количество', mark: '3', share: 48, align: 'right' },
  { title: 'Цена за единицу', mark: '4', share: 52, align: 'right' },
  { title: 'Стоимость без налога — всего', mark: '5', share: 64, align: 'right' },
  { title: 'В том числе акциз', mark: '6', share: 50, align: 'center' },
  { title: 'Ставка налога', mark: '7', share: 36, align: 'center' },
  { title: 'Сумма налога', mark: '8', share: 56, align: 'right' },
  { title: 'Стоимость с налогом — всего', mark: '9', share: 66, align: 'right' },
  { title: 'код', mark: '10', share: 26, align: 'center', group: 'Страна' },
  { title: 'назв.', mark: '10а', share: 30, align: 'center', group: 'Страна' },
];

const STATUS_WIDTH = 74;

/**
 * УПД, the universal transfer document: invoice for VAT and proof of handing over in one.
 * @see letter of the Federal Tax Service ММВ-20-3/96@ of 21 October 2013, appendix 1
 */
export function setTransfer(fonts: PaperFonts, transfer: TransferPaper): PaperBytes {
  const title = `УПД № ${transfer.number} от ${formatLongDay(transfer.issuedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: transfer.issuedOn, layout: 'landscape' });
  drawHead(paper, transfer);
  drawLines(paper, transfer.lines);
  drawHandover(paper, transfer);
  return paper.finish();
}

function drawHead(paper: Paper, transfer: TransferPaper): void {
  const top = paper.y;
  const x = paper.left + STATUS_WIDTH + 10;
  paper.put(`Счёт-фактура № ${transfer.number} от ${formatLongDay(transfer.issuedOn)}`, {
    font: 'bold',
    size: 13,
    x,
    y: top,
    width: paper.right - x,
  });
  paper.put('Приложение № 1 к письму ФНС России от 21.10.2013 № ММВ-20-3/96@', {
    size: 6.5,
    color: INK_SOFT,
    align: 'right',
    x,
    y: top + 3,
    width: paper.right - x,
  });
  paper.y = top + 21;
  for (const fact of headFacts(transfer)) drawFact(paper, x, fact);
  drawStatus(paper, top, paper.y);
  paper.gap(8);
}

type Fact = { label: string; text: string; mark: string };

function headFacts({ buyer, number, issuedOn, deliveryAddress, lines }: TransferPaper): Fact[] {
  const lineNumbers = lines.length === 1 ? '1' : `1–${lines.length}`;
  return [
    { label: 'Продавец', text: SELLER.legalName, mark: '(2)' },
    { label: 'Адрес', text: SELLER.address, mark: '(2а)' },
    { label: 'ИНН/КПП продавца', text: taxNumbers(SELLER), mark: '(2б)' },
    { label: 'Грузоотправитель и его адрес', text: 'он же', mark: '(3)' },
    { label: 'Грузополучатель и его адрес', text: `${buyer.legalName}, ${deliveryAddress}`, mark: '(4)' },
    {
      label: 'Документ об отгрузке',
      text: `№ п/п ${lineNumbers} № ${number} от ${formatShortDay(issuedOn)}`,
      mark: '(5а)',
    },
    { label: 'Покупатель', text: buyer.legalName, mark: '(6)' },
    { label: 'Адрес', text: buyer.address, mark: '(6а)' },
    { label: 'ИНН/КПП покупателя', text: taxNumbers(buyer), mark: '(6б)' },
    { label: 'Валюта: наименование, код', text: 'российский рубль, 643', mark: '(7)' },
  ];
}

function drawFact(paper: Paper, x: number, { label, text, mark }: Fact): void {
  const size = 8;
  const textX = x + 132;
  const width = paper.right - textX - 24;
  paper.put(label, { size, color: INK_SOFT, x, y: paper.y, width: 130 });
  const height = paper.put(text, { size, x: textX, y: paper.y, width });
  paper.put(mark, { size: 7, color: INK_SOFT, align: 'right', x: paper.right - 24, y: paper.y, width: 24 });
  paper.gap(height);
  paper.line({ x: textX, y: paper.y + 0.5 }, { x: paper.right - 26, y: paper.y + 0.5 }, 0.35);
  paper.gap(2.2);
}

function drawStatus(paper: Paper, top: number, bottom: number): void {
  const place = { x: paper.left, width: STATUS_WIDTH - 6 };
  paper.put('Универсальный передаточный документ', { ...place, font: 'bold', size: 8.5, y: top });
  paper.put('Статус:', { ...place, size: 8, y: top + 38 });
  paper.boxes([{ x: paper.left + 34, y: top + 35, width: 16, height: 15 }]);
  paper.put('1', { font: 'bold', size: 9, align: 'center', x: paper.left + 34, y: top + 37, width: 16 });
  paper.put('1 — счёт-фактура и передаточный документ (акт)\n2 — передаточный документ (акт)', {
    ...place,
    size: 6.5,
    color: INK_SOFT,
    y: top + 58,
  });
  const x = paper.left + STATUS_WIDTH;
  paper.line({ x, y: top }, { x, y: bottom }, 1);
}

function drawLines(paper: Paper, lines: readonly PaperLine[]): void {
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.sku,
    line.name,
    '—',
    line.unit.okei,
    line.unit.name,
    quantityOf(line),
    formatAmount(line.unitPriceMinor),
    formatAmount(line.netMinor),
    'без акциза',
    `${line.vatPercent} %`,
    formatAmount(line.taxMinor),
    formatAmount(line.netMinor + line.taxMinor),
    '—',
    '—',
  ]);
  const edges = drawTable(paper, { columns: COLUMNS, rows, size: 7.5, keepAfter: 20 });
  const { netMinor, taxMinor, grossMinor } = sumAmounts(lines);
  drawSpanRow(
    paper,
    edges,
    [
      { from: 0, to: 7, text: 'Всего к оплате (9)', isBold: true },
      { from: 8, to: 8, text: formatAmount(netMinor), align: 'right', isBold: true },
      { from: 9, to: 10, text: 'Х', align: 'center' },
      { from: 11, to: 11, text: formatAmount(taxMinor), align: 'right', isBold: true },
      { from: 12, to: 12, text: formatAmount(grossMinor), align: 'right', isBold: true },
      { from: 13, to: 14, text: '' },
    ],
    7.5,
  );
}
