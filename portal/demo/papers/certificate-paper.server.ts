import { formatLongDay } from '#portal/documents/pdf/paper-format.ts';
import { drawFields, drawSignatures, drawTitle } from '#portal/documents/pdf/paper-parts.server.ts';
import { drawTable } from '#portal/documents/pdf/paper-table.server.ts';
import { INK_SOFT, type PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';

/** What was measured on a batch of goods. */
export type QualityCheck = { what: string; method: string; norm: string; found: string };

export type CertificatePaper = {
  number: string;
  issuedOn: string;
  validToOn: string;
  goods: string;
  batch: string;
  items: readonly { sku: string; name: string }[];
  checks: readonly QualityCheck[];
};

/** Сертификат качества on a batch. */
export function setCertificate(fonts: PaperFonts, certificate: CertificatePaper): PaperBytes {
  const title = `Сертификат качества № ${certificate.number} от ${formatLongDay(certificate.issuedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: certificate.issuedOn });
  drawTitle(paper, title);
  drawFields(paper, [
    { label: 'Продукция', text: certificate.goods, isBold: true },
    { label: 'Партия', text: certificate.batch },
    { label: 'Изготовитель', text: 'Завод «Условная продукция» (вымышленный), г. Демоград' },
    { label: 'Поставщик', text: SELLER.name },
    { label: 'Действует до', text: formatLongDay(certificate.validToOn) },
  ]);
  paper.gap(8);
  paper.paragraph('Состав партии', { font: 'bold', size: 10 });
  paper.gap(4);
  drawTable(paper, {
    columns: [
      { title: '№', share: 22, align: 'center' },
      { title: 'Артикул', share: 110 },
      { title: 'Наименование', share: 360 },
    ],
    rows: certificate.items.map(({ sku, name }, index) => [String(index + 1), sku, name]),
  });
  paper.gap(12);
  paper.paragraph('Результаты испытаний', { font: 'bold', size: 10 });
  paper.gap(4);
  drawTable(paper, {
    columns: [
      { title: 'Показатель', share: 200 },
      { title: 'Метод', share: 110 },
      { title: 'Норма', share: 90, align: 'center' },
      { title: 'Результат', share: 90, align: 'center' },
    ],
    rows: certificate.checks.map(({ what, method, norm, found }) => [what, method, norm, found]),
  });
  paper.gap(10);
  paper.paragraph('Партия соответствует требованиям нормативной документации и признана годной.', {
    font: 'bold',
  });
  paper.paragraph(
    'Гарантийный срок хранения — 24 месяца со дня изготовления при соблюдении условий хранения.',
    {
      size: 8,
      color: INK_SOFT,
    },
  );
  paper.gap(22);
  drawSignatures(paper, [
    { role: 'Начальник отдела технического контроля', name: 'Контролёров Т. К.' },
    { role: 'Лаборант-испытатель', name: 'Пробиркина Л. Б.' },
  ]);
  return paper.finish();
}
