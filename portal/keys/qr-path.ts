import { create } from 'qrcode';

/** White space that a reader needs around the picture, in modules (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

/** A QR code as the path of an SVG: `size` is the side of its view box, in modules. */
export type QrPath = { size: number; path: string };

/** Drawn by ourselves, since the page's policy allows neither data: pictures nor foreign markup. */
export function qrPathOf(text: string): QrPath {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const rows = Array.from({ length: modules.size }, (_, row) =>
    rowPath((column) => Boolean(modules.get(row, column)), { row, width: modules.size }),
  );
  return { size: modules.size + 2 * QUIET_ZONE, path: rows.join('') };
}

/** Neighbouring dark modules become one stroke. */
function rowPath(
  isDark: (column: number) => boolean,
  { row, width }: { row: number; width: number },
): string {
  const strokes: string[] = [];
  for (let column = 0; column < width; column += 1) {
    if (!isDark(column)) continue;
    const from = column;
    while (column + 1 < width && isDark(column + 1)) column += 1;
    const length = column - from + 1;
    strokes.push(`M${from + QUIET_ZONE} ${row + QUIET_ZONE}h${length}v1h-${length}z`);
  }
  return strokes.join('');
}
