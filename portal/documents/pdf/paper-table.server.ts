import { RULE, type Align, type Paper } from './paper.server.ts';

export type PaperColumn = {
  title: string;
  /** Part of the table's width; the shares of a table need not add up to anything. */
  share: number;
  align?: Align;
  /** Adjacent columns of one group share a heading above their titles. */
  group?: string;
  /** What official forms print under the titles: 1, 2, 2а, … */
  mark?: string;
};

export type PaperTable = {
  columns: readonly PaperColumn[];
  rows: readonly (readonly string[])[];
  size?: number;
  /** Room that must follow the last row on its page, so that totals never stand alone. */
  keepAfter?: number;
};

/** A row whose cells span several columns, `from` and `to` counted from zero, both included. */
export type SpanCell = { from: number; to: number; text: string; align?: Align; isBold?: boolean };

const DEFAULT_SIZE = 8;
const PADDING = { x: 3.5, y: 2.8 };

type Cell = {
  x: number;
  width: number;
  lines: string[];
  align: Align;
  font: 'regular' | 'bold';
  size: number;
};

/**
 * Sets a ruled table at `y` over the whole width. Rows wrap; a new page repeats the heading.
 * Returns the x of every column edge, left to right, for what stands below in line with it.
 */
export function drawTable(paper: Paper, table: PaperTable): number[] {
  const edges = columnEdges(paper, table.columns);
  const size = table.size ?? DEFAULT_SIZE;
  const heading = prepareHeading(paper, table.columns, edges, size);
  paper.ensureRoom(heading.height + 2 * lineRoom(paper, size));
  drawHeading(paper, heading);
  table.rows.forEach((row, index) => {
    const cells = row.map((text, column) =>
      cellBetween(paper, edges, {
        from: column,
        to: column,
        text,
        size,
        align: table.columns[column]?.align,
      }),
    );
    const isLast = index === table.rows.length - 1;
    if (paper.ensureRoom(rowHeight(paper, cells) + (isLast ? (table.keepAfter ?? 0) : 0))) {
      drawHeading(paper, heading);
    }
    drawCells(paper, cells);
  });
  return edges;
}

/** Sets one ruled row whose cells span columns of the table above it. */
export function drawSpanRow(
  paper: Paper,
  edges: readonly number[],
  cells: readonly SpanCell[],
  size = DEFAULT_SIZE,
): void {
  const placed = cells.map((cell) =>
    cellBetween(paper, edges, { ...cell, size, font: cell.isBold ? 'bold' : 'regular' }),
  );
  paper.ensureRoom(rowHeight(paper, placed));
  drawCells(paper, placed);
}

export type TotalRow = { label: string; amount: string; isBold?: boolean };

/** Sets totals without rules: labels end where the last column begins, amounts stand in it. */
export function drawTotals(
  paper: Paper,
  edges: readonly number[],
  rows: readonly TotalRow[],
  size = 9,
): void {
  const right = edges.at(-1) ?? paper.right;
  const lastLeft = edges.at(-2) ?? paper.left;
  const step = size * 1.5;
  paper.ensureRoom(rows.length * step);
  paper.gap(4);
  for (const { label, amount, isBold } of rows) {
    const style = { size, font: isBold ? 'bold' : 'regular', y: paper.y, align: 'right' } as const;
    paper.put(label, { ...style, x: paper.left, width: lastLeft - paper.left - 4 });
    paper.put(amount, { ...style, x: lastLeft, width: right - lastLeft - PADDING.x });
    paper.gap(step);
  }
}

function columnEdges(paper: Paper, columns: readonly PaperColumn[]): number[] {
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  let x = paper.left;
  return [x, ...columns.map(({ share }) => (x += (share / total) * paper.width))];
}

type CellWish = {
  from: number;
  to: number;
  text: string;
  size: number;
  align?: Align | undefined;
  font?: 'regular' | 'bold';
};

function cellBetween(paper: Paper, edges: readonly number[], wish: CellWish): Cell {
  const x = edges[wish.from] ?? paper.left;
  const width = (edges[wish.to + 1] ?? paper.right) - x;
  const font = wish.font ?? 'regular';
  const lines = paper.wrap(wish.text, width - 2 * PADDING.x, { size: wish.size, font });
  return { x, width, lines, align: wish.align ?? 'left', font, size: wish.size };
}

function cellHeight(paper: Paper, cell: Cell): number {
  return cell.lines.length * paper.lineHeight(cell) + 2 * PADDING.y;
}

function rowHeight(paper: Paper, cells: readonly Cell[]): number {
  return Math.max(...cells.map((cell) => cellHeight(paper, cell)));
}

function lineRoom(paper: Paper, size: number): number {
  return paper.lineHeight({ size }) + 2 * PADDING.y;
}

function drawCells(paper: Paper, cells: readonly Cell[]): void {
  const height = rowHeight(paper, cells);
  const { y } = paper;
  for (const cell of cells) putCell(paper, cell, y + PADDING.y);
  paper.boxes(cells.map(({ x, width }) => ({ x, y, width, height })));
  paper.gap(height);
}

function putCell(paper: Paper, cell: Cell, y: number): void {
  paper.putLines(cell.lines, { ...cell, x: cell.x + PADDING.x, y, width: cell.width - 2 * PADDING.x });
}

type HeadingSpan = { from: number; to: number; title: string };

/** Groups of adjacent columns, in order; a column without a group is not among them. */
function headingGroups(columns: readonly PaperColumn[]): HeadingSpan[] {
  const groups: HeadingSpan[] = [];
  columns.forEach(({ group }, index) => {
    if (group === undefined) return;
    const last = groups.at(-1);
    if (last?.title === group && last.to === index - 1) last.to = index;
    else groups.push({ from: index, to: index, title: group });
  });
  return groups;
}

/** A cell of a heading and how far below its top it begins: a title under a group heading has what that leaves. */
type HeadingCell = { cell: Cell; top: number; height: number };
type Heading = { cells: readonly HeadingCell[]; marks: readonly Cell[]; height: number };

/** Measures a heading once; it may be drawn on many pages. */
function prepareHeading(
  paper: Paper,
  columns: readonly PaperColumn[],
  edges: readonly number[],
  size: number,
): Heading {
  const centred = { size: size - 0.5, align: 'center', font: 'bold' } as const;
  const groups = headingGroups(columns).map(({ from, to, title }) =>
    cellBetween(paper, edges, { ...centred, from, to, text: title }),
  );
  const upper = groups.length > 0 ? rowHeight(paper, groups) : 0;
  const titles = columns.map(({ title, group }, index) => ({
    cell: cellBetween(paper, edges, { ...centred, from: index, to: index, text: title }),
    top: group === undefined ? 0 : upper,
  }));
  const hasMarks = columns.some(({ mark }) => mark !== undefined);
  const marks = (hasMarks ? columns : []).map(({ mark = '' }, index) =>
    cellBetween(paper, edges, { ...centred, font: 'regular', from: index, to: index, text: mark }),
  );
  const whole = Math.max(...titles.map(({ cell, top }) => cellHeight(paper, cell) + top));
  return {
    cells: [
      ...groups.map((cell) => ({ cell, top: 0, height: upper })),
      ...titles.map(({ cell, top }) => ({ cell, top, height: whole - top })),
    ],
    marks,
    height: whole + (hasMarks ? rowHeight(paper, marks) : 0),
  };
}

function drawHeading(paper: Paper, { cells, marks, height }: Heading): void {
  const { y } = paper;
  for (const { cell, top, height: room } of cells) {
    putCell(paper, cell, y + top + PADDING.y + (room - cellHeight(paper, cell)) / 2);
  }
  paper.boxes(
    cells.map(({ cell: { x, width }, top, height: room }) => ({ x, y: y + top, width, height: room })),
  );
  paper.gap(height - (marks.length > 0 ? rowHeight(paper, marks) : 0));
  if (marks.length > 0) drawCells(paper, marks);
  const right = Math.max(...cells.map(({ cell }) => cell.x + cell.width));
  paper.line({ x: paper.left, y: paper.y }, { x: right, y: paper.y }, 0.9, RULE);
}
