import { expect, test } from 'vitest';
import { drawTable, drawTotals } from '#portal/documents/pdf/paper-table.server.ts';
import { loadPaperFonts, Paper, type PaperOptions } from '#portal/documents/pdf/paper.server.ts';
import { pdfPages } from '#test/support/pdf-text.ts';

const options: PaperOptions = {
  fonts: loadPaperFonts(),
  title: 'Проверка № 1',
  author: 'Образец',
  createdAt: new Date('2026-03-05T09:00:00Z'),
  footer: 'Проверка № 1',
};

const COLUMNS = [
  { title: '№', share: 1 },
  { title: 'Товар', share: 4 },
  { title: 'Сумма', share: 1, align: 'right' },
] as const;

function rows(count: number): string[][] {
  return Array.from({ length: count }, (_, index) => [String(index + 1), `Товар ${index + 1}`, '1,00']);
}

test('the same paper has the same bytes, another one has others', async () => {
  const set = (text: string): Promise<Uint8Array> => {
    const paper = new Paper(options);
    paper.paragraph(text);
    return paper.finish();
  };
  expect(await set('Съёмник')).toEqual(await set('Съёмник'));
  expect(await set('Съёмник')).not.toEqual(await set('Ключ'));
});

test('every page says which one it is and of how many, and carries the mark', async () => {
  const paper = new Paper({ ...options, mark: { word: 'ДЕМО', sentence: 'Всё вымышлено' } });
  drawTable(paper, { columns: COLUMNS, rows: rows(120) });
  const pages = pdfPages(await paper.finish());
  expect(pages.length).toBeGreaterThan(2);
  pages.forEach((page, index) => {
    expect(page).toContain(`Страница ${index + 1} из ${pages.length}`);
    expect(page).toContain('ДЕМО');
    expect(page).toContain('Всё вымышлено');
  });
});

test('a table that goes over a page repeats its heading and loses no row', async () => {
  const paper = new Paper(options);
  drawTable(paper, { columns: COLUMNS, rows: rows(120) });
  const pages = pdfPages(await paper.finish());
  for (const page of pages) expect(page).toContain('Сумма');
  const shown = pages.join('\n').match(/Товар \d+/gu);
  expect(shown).toEqual(rows(120).map(([, name]) => name));
});

test('totals never stand on a page without a row', async () => {
  for (let count = 40; count <= 50; count += 1) {
    const paper = new Paper(options);
    const edges = drawTable(paper, { columns: COLUMNS, rows: rows(count), keepAfter: 40 });
    drawTotals(paper, edges, [{ label: 'Итого:', amount: '40,00' }]);
    const last = pdfPages(await paper.finish()).at(-1);
    expect(last).toContain('Итого:');
    expect(last).toContain(`Товар ${count}`);
  }
});

test('columns of one group share a heading', async () => {
  const paper = new Paper(options);
  const grouped = [
    { title: 'код', share: 1, group: 'Единица' },
    { title: 'название', share: 1, group: 'Единица' },
    { title: 'Сумма', share: 1, mark: '3' },
  ];
  drawTable(paper, { columns: grouped, rows: [['796', 'шт', '1,00']] });
  const [page = ''] = pdfPages(await paper.finish());
  expect(page.match(/Единица/gu)).toHaveLength(1);
  expect(page).toMatch(/код\nназвание\nСумма/u);
});
