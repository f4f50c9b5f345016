import { inflateSync } from 'node:zlib';

/**
 * The text of a PDF as a reader would copy it, page by page, one line per run of text.
 * Reads what pdfkit writes: Identity-H typefaces with a ToUnicode table, text shown by TJ.
 * @see ISO 32000-1:2008, 9.4.3 "Text-showing operators", 9.10.3 "ToUnicode CMaps"
 */
export function pdfPages(pdf: Uint8Array): string[] {
  const objects = readObjects(pdf);
  const fonts = readFonts(objects);
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b(?!s)/u.test(head))
    .map(({ head }) => showText(streamOf(objects, refIn(head, 'Contents')), fonts));
}

type PdfObject = { head: string; stream: Buffer | null };
type Objects = Map<string, PdfObject>;
type Fonts = Map<string, Map<string, string>>;

function readObjects(pdf: Uint8Array): Objects {
  const file = Buffer.from(pdf);
  const text = file.toString('latin1');
  const objects: Objects = new Map();
  for (const match of text.matchAll(/(\d+) 0 obj\n/gu)) {
    const start = match.index + match[0].length;
    const head = text.slice(start, text.indexOf('endobj', start)).split('stream\n', 1)[0] ?? '';
    const length = /\/Length (\d+)/u.exec(head)?.[1];
    const streamStart = start + head.length + 'stream\n'.length;
    const stream = length === undefined ? null : file.subarray(streamStart, streamStart + Number(length));
    objects.set(match[1] ?? '', { head, stream });
  }
  return objects;
}

/** Resource name of each typeface -> what its glyph codes mean. */
function readFonts(objects: Objects): Fonts {
  const fonts: Fonts = new Map();
  for (const { head } of objects.values()) {
    for (const [, name = '', ref = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/gu)) {
      fonts.set(name, readCharacterMap(streamOf(objects, refIn(objects.get(ref)?.head ?? '', 'ToUnicode'))));
    }
  }
  return fonts;
}

function readCharacterMap(table: string): Map<string, string> {
  const codes = new Map<string, string>();
  for (const [, first = '', list = ''] of table.matchAll(
    /<([0-9a-f]+)> <[0-9a-f]+> \[((?:\s*<[^>]*>)*)\s*\]/giu,
  )) {
    [...list.matchAll(/<([^>]*)>/gu)].forEach(([, unicode = ''], index) => {
      const code = (Number.parseInt(first, 16) + index).toString(16).padStart(4, '0');
      const bytes = Buffer.from(unicode.replaceAll(' ', ''), 'hex');
      codes.set(code, bytes.swap16().toString('utf16le'));
    });
  }
  return codes;
}

function showText(content: string, fonts: Fonts): string {
  let font = new Map<string, string>();
  const lines: string[] = [];
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/gu)) {
    if (name !== undefined) font = fonts.get(name) ?? font;
    if (shown === undefined) continue;
    const glyphs = [...shown.matchAll(/<([0-9a-f]+)>/gu)].flatMap(
      ([, hex = '']) => hex.match(/.{4}/gu) ?? [],
    );
    lines.push(glyphs.map((glyph) => font.get(glyph) ?? '\ufffd').join(''));
  }
  return lines.join('\n');
}

function streamOf(objects: Objects, ref: string): string {
  const { head = '', stream = null } = objects.get(ref) ?? {};
  if (stream === null) return '';
  return (head.includes('/FlateDecode') ? inflateSync(stream) : stream).toString('latin1');
}

function refIn(head: string, key: string): string {
  return new RegExp(`/${key} (\\d+) 0 R`, 'u').exec(head)?.[1] ?? '';
}
