import { formatAmount, formatLongDay, formatShortDay } from '#portal/documents/pdf/paper-format.ts';
import { drawFields, drawSignatures, drawTitle } from '#portal/documents/pdf/paper-parts.server.ts';
import { drawTable, drawTotals, type PaperColumn } from '#portal/documents/pdf/paper-table.server.ts';
import { INK_SOFT, type Paper, type PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { describeParty, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';
import { quantityOf, totalRows, type PaperLine } from './paper-line.ts';

export type ConfirmedLine = PaperLine & {
  listPriceMinor: bigint;
  discountPercent: string;
  promisedOn: string;
};

export type ConfirmationPaper = {
  number: string;
  customerReference: string | null;
  orderedOn: string;
  buyer: Party;
  deliveryAddress: string;
  basis: string;
  paymentText: string;
  managerName: string;
  managerPhone: string;
  lines: readonly ConfirmedLine[];
};

const COLUMNS: readonly PaperColumn[] = [
  { title: '№', share: 20, align: 'center' },
  { title: 'Артикул', share: 78 },
  { title: 'Наименование', share: 146 },
  { title: 'Кол-во', share: 40, align: 'right' },
  { title: 'Ед.', share: 30, align: 'center' },
  { title: 'Прайс, руб.', share: 50, align: 'right' },
  { title: 'Скидка, %', share: 38, align: 'right' },
  { title: 'Ваша цена, руб.', share: 50, align: 'right' },
  { title: 'Отгрузим', share: 46, align: 'center' },
  { title: 'Сумма без НДС, руб.', share: 62, align: 'right' },
];

/** Подтверждение заказа: what the seller took on, at what price and by when. */
export function setConfirmation(fonts: PaperFonts, order: ConfirmationPaper): PaperBytes {
  const title = `Подтверждение заказа № ${order.number} от ${formatLongDay(order.orderedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: order.orderedOn });
  const reference = order.customerReference === null ? undefined : `Ваш номер: ${order.customerReference}`;
  drawTitle(paper, title, reference);
  drawFields(paper, [
    { label: 'Поставщик', text: describeParty(SELLER) },
    { label: 'Покупатель', text: describeParty(order.buyer) },
    { label: 'Основание', text: order.basis },
    { label: 'Адрес доставки', text: order.deliveryAddress },
    { label: 'Оплата', text: order.paymentText },
  ]);
  paper.gap(5);
  drawLines(paper, order.lines);
  paper.gap(6);
  paper.paragraph(
    'Цены и сроки подтверждены поставщиком. Ставка НДС указана на день отгрузки; если отгрузка перенесена, применяется ставка дня отгрузки.',
    { size: 8, color: INK_SOFT },
  );
  paper.gap(12);
  paper.paragraph(`Ваш менеджер: ${order.managerName}, ${order.managerPhone}`);
  paper.gap(16);
  drawSignatures(paper, [
    { role: 'За поставщика', name: SELLER.signatory },
    { role: 'За покупателя', name: '' },
  ]);
  return paper.finish();
}

function drawLines(paper: Paper, lines: readonly ConfirmedLine[]): void {
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.sku,
    line.name,
    quantityOf(line),
    line.unit.name,
    formatAmount(line.listPriceMinor),
    line.discountPercent === '0' ? '—' : line.discountPercent.replace('.', ','),
    formatAmount(line.unitPriceMinor),
    formatShortDay(line.promisedOn).replace(/\.20(\d\d)$/u, '.$1'),
    formatAmount(line.netMinor),
  ]);
  const edges = drawTable(paper, { columns: COLUMNS, rows, size: 7.5, keepAfter: 60 });
  drawTotals(paper, edges, totalRows(lines, 'Итого с НДС:'));
}
