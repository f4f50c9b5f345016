import { expect, test } from 'vitest';
import { DataTable, type Column } from '#portal/ui/data-table.tsx';
import { Pager } from '#portal/ui/pager.tsx';
import { renderPart, textOf } from '#test/support/render-part.tsx';

type Row = { id: string; total: string };

const columns: Column<Row>[] = [
  { key: 'id', head: 'Order', cell: (row) => row.id },
  {
    key: 'total',
    head: 'Total',
    cell: (row) => row.total,
    isNumber: true,
    phone: 'figure',
    phoneWord: 'sum',
  },
];
const rows = [{ id: 'A-1', total: '12.00' }];
const table = { caption: 'Open orders', columns, rows, rowKey: (row: Row) => row.id };

test('a list names itself and keeps the roles of a table when it becomes rows on a phone', () => {
  const html = renderPart(<DataTable {...table} />);
  expect(html).toContain('<caption class="unseen">Open orders</caption>');
  expect(html).toContain('<th role="columnheader" scope="col" class="number">Total</th>');
  for (const role of ['table', 'rowgroup', 'row', 'cell']) expect(html).toContain(`role="${role}"`);
});

test('the whole row is one link, named by its first cell', () => {
  const html = renderPart(<DataTable {...table} rowHref={(row) => `/orders/${row.id}`} />);
  expect(html).toContain('<tr role="row" class="linked">');
  expect(html).toContain('<a class="row-link" href="/orders/A-1">A-1</a>');
  expect(renderPart(<DataTable {...table} rowHref={() => null} />)).not.toContain('<a');
});

test('on a phone the first column leads, a figure stands at the right with its word', () => {
  const html = renderPart(<DataTable {...table} />);
  expect(html).toContain('<td role="cell" class="cell-lead">A-1</td>');
  expect(html).toContain('<td role="cell" class="number cell-figure" data-word="sum">12.00</td>');
});

test('sums stand in the foot under their columns', () => {
  expect(renderPart(<DataTable {...table} foot={{ total: '99.00' }} />)).toMatch(
    /<tfoot role="rowgroup">.*<td role="cell" class="number cell-figure">99\.00<\/td>/,
  );
});

test('a table that must scroll sideways can be scrolled with the keyboard', () => {
  expect(renderPart(<DataTable {...table} isWide />)).toContain(
    '<div class="wide-table" role="region" aria-label="Open orders" tabindex="0">',
  );
});

test('"more" appears only where there is more', () => {
  expect(renderPart(<Pager nextHref={null} />)).toBe('');
  expect(renderPart(<Pager nextHref="?after=x" />)).toContain('href="?after=x" rel="next"');
  expect(textOf(renderPart(<Pager nextHref={null} firstHref="/orders" />))).toBe('Back to the beginning');
});
