import { BODY_SIZE, INK_SOFT, type Paper } from './paper.server.ts';

export type PaperField = { label: string; text: string; isBold?: boolean };

/** Sets labelled facts, one under another, the texts in line with each other. */
export function drawFields(
  paper: Paper,
  fields: readonly PaperField[],
  { labelWidth = 92, size = BODY_SIZE }: { labelWidth?: number; size?: number } = {},
): void {
  for (const { label, text, isBold } of fields) {
    const style = { size, font: isBold ? 'bold' : 'regular' } as const;
    const width = paper.width - labelWidth;
    const height = paper.wrap(text, width, style).length * paper.lineHeight(style);
    paper.ensureRoom(height);
    paper.put(label, { size, color: INK_SOFT, x: paper.left, y: paper.y, width: labelWidth - 6 });
    paper.put(text, { ...style, x: paper.left + labelWidth, y: paper.y, width });
    paper.gap(height + 3.5);
  }
}

/** Sets the heading of a paper with a rule under it. */
export function drawTitle(paper: Paper, title: string, note?: string): void {
  paper.paragraph(title, { font: 'bold', size: 14 });
  if (note !== undefined) paper.paragraph(note, { size: BODY_SIZE, color: INK_SOFT });
  paper.gap(5);
  paper.rule(1.2, '#1c2530');
  paper.gap(9);
}

export type Signature = { role: string; name: string };

/** What stands under the line to sign on, with the room after it. */
const SIGNATURE_FOOT = 18;

/** Sets places to sign side by side: role, a line with «подпись» under it, the name. */
export function drawSignatures(
  paper: Paper,
  signatures: readonly Signature[],
  { size = BODY_SIZE, heading }: { size?: number; heading?: readonly string[] } = {},
): void {
  const gutter = 24;
  const width = (paper.width - gutter * (signatures.length - 1)) / signatures.length;
  const roles = signatures.map(({ role }) => paper.wrap(role, width, { size }));
  const roleHeight = Math.max(...roles.map((lines) => lines.length)) * paper.lineHeight({ size });
  const room = size * 2.2;
  paper.ensureRoom(roleHeight + room + SIGNATURE_FOOT + (heading ? 16 : 0));
  if (heading) {
    heading.forEach((text, index) => {
      paper.put(text, { font: 'bold', size, x: paper.left + index * (width + gutter), y: paper.y, width });
    });
    paper.gap(paper.lineHeight({ size }) + 3);
  }
  signatures.forEach(({ name }, index) => {
    const x = paper.left + index * (width + gutter);
    paper.putLines(roles[index] ?? [], { size, x, y: paper.y, width });
    drawSignatureLine(paper, { name, size, x, y: paper.y + roleHeight + room, width });
  });
  paper.gap(roleHeight + room + SIGNATURE_FOOT);
}

function drawSignatureLine(
  paper: Paper,
  { name, size, x, y, width }: { name: string; size: number; x: number; y: number; width: number },
): void {
  const lineEnd = x + width * 0.5;
  paper.line({ x, y }, { x: lineEnd, y }, 0.6);
  paper.line({ x: lineEnd + 8, y }, { x: x + width, y }, 0.6);
  const caption = { size: 6.5, color: INK_SOFT, align: 'center', y: y + 2 } as const;
  paper.put('подпись', { ...caption, x, width: lineEnd - x });
  paper.put('расшифровка', { ...caption, x: lineEnd + 8, width: x + width - lineEnd - 8 });
  const nameWidth = x + width - lineEnd - 8;
  paper.putLines([name], {
    size,
    align: 'center',
    x: lineEnd + 8,
    y: y - paper.lineHeight({ size }) - 1,
    width: nameWidth,
  });
}
