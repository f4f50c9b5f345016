import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Locale } from '../../lib/locale.ts';
import { lightenFont } from './lighten-font.ts';
import { wrapText } from './wrap-text.ts';

/** Typefaces of all our papers, read once and handed to each. */
export type PaperFonts = Record<PaperFont, Buffer>;
export type PaperFont = 'regular' | 'bold' | 'italic';

export type TextStyle = { font?: PaperFont; size?: number; color?: string };
export type TextPlace = TextStyle & { x: number; y: number; width: number; align?: Align };
export type Align = 'left' | 'center' | 'right';

export type PaperOptions = {
  fonts: PaperFonts;
  title: string;
  author: string;
  /** Stands in the file instead of the clock, so that the same paper has the same bytes. */
  createdAt: Date;
  /** At the foot of every page, before the page number. */
  footer: string;
  /** A word in the right corner of every page, and what it means in the left one. */
  mark?: { word: string; sentence: string };
  layout?: 'portrait' | 'landscape';
  /** Of the text. Russian unless said otherwise. */
  language?: Locale;
  /** Whether the file says what each thing on it is, for programs that read it aloud. `part` then marks them. */
  isTagged?: boolean;
};

/** What a thing on a paper is. @see ISO 32000-1:2008, 14.8.4 "Standard structure types" */
export type PaperPart = 'H1' | 'H2' | 'P' | 'L' | 'Figure';

export const INK = '#1c2530';
export const INK_SOFT = '#5a6672';
export const RULE = '#8c97a1';
const MARK = '#94803f';

export const BODY_SIZE = 9;
const LINE_HEIGHT = 1.24;
const MARGIN = { side: 42, top: 40, bottom: 50 };
const HAIRLINE = 0.5;

const LANGUAGE_TAGS: Readonly<Record<Locale, string>> = { ru: 'ru-RU', en: 'en-GB' };
const PAGE_OF: Readonly<Record<Locale, (page: number, count: number) => string>> = {
  ru: (page, count) => `Страница ${page} из ${count}`,
  en: (page, count) => `Page ${page} of ${count}`,
};

const FONT_FILES = {
  regular: '@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf',
  bold: '@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf',
  italic: '@expo-google-fonts/pt-sans/400Regular_Italic/PTSans_400Regular_Italic.ttf',
} satisfies Record<PaperFont, string>;

/** Reads the typefaces from their package and makes them light. Worth keeping: it takes longer than a paper. */
export function loadPaperFonts(): PaperFonts {
  const { resolve } = createRequire(import.meta.url);
  const read = (font: PaperFont): Buffer => lightenFont(readFileSync(resolve(FONT_FILES[font])));
  return { regular: read('regular'), bold: read('bold'), italic: read('italic') };
}

/**
 * A business paper that is being set, from top to bottom. `y` is where the next thing goes.
 * `finish` numbers the pages and gives the bytes; nothing can be added afterwards.
 */
export class Paper {
  readonly left = MARGIN.side;
  readonly width: number;
  readonly bottom: number;
  y = MARGIN.top;

  readonly #doc: PDFKit.PDFDocument;
  readonly #options: PaperOptions;
  readonly #bytes: Promise<Uint8Array>;

  constructor(options: PaperOptions) {
    this.#options = options;
    this.#doc = newDocument(options);
    this.#bytes = collect(this.#doc);
    for (const font of ['regular', 'bold', 'italic'] as const) {
      this.#doc.registerFont(font, options.fonts[font]);
    }
    this.#doc.addPage();
    this.width = this.#doc.page.width - 2 * MARGIN.side;
    this.bottom = this.#doc.page.height - MARGIN.bottom;
  }

  get right(): number {
    return this.left + this.width;
  }

  /** The height of one line in a style. */
  lineHeight({ size = BODY_SIZE }: TextStyle): number {
    return size * LINE_HEIGHT;
  }

  /** Breaks a text into the lines it takes in a width. */
  wrap(text: string, width: number, style: TextStyle): string[] {
    this.#use(style);
    return wrapText(text, width, (part) => this.#doc.widthOfString(part));
  }

  /** Sets a text in a place, wrapped, without moving `y`. Returns its height. */
  put(text: string, place: TextPlace): number {
    const lines = this.wrap(text, place.width, place);
    this.putLines(lines, place);
    return lines.length * this.lineHeight(place);
  }

  /** Sets lines that are already broken. */
  putLines(lines: readonly string[], place: TextPlace): void {
    this.#use(place);
    this.#doc.fillColor(place.color ?? INK);
    lines.forEach((line, index) => {
      if (line === '') return;
      const slack = place.align === 'left' || !place.align ? 0 : place.width - this.#doc.widthOfString(line);
      const x = place.x + (place.align === 'center' ? slack / 2 : slack);
      this.#doc.text(line, x, place.y + index * this.lineHeight(place), { lineBreak: false });
    });
  }

  /** Sets a text over the whole width at `y`, over pages if it must, and moves on. */
  paragraph(text: string, style: TextStyle & { align?: Align; indent?: number } = {}): void {
    const indent = style.indent ?? 0;
    for (const line of this.wrap(text, this.width - indent, style)) {
      this.ensureRoom(this.lineHeight(style));
      this.putLines([line], { ...style, x: this.left + indent, y: this.y, width: this.width - indent });
      this.y += this.lineHeight(style);
    }
  }

  /** Goes to a new page unless `height` fits under `y`. Says whether it did. */
  ensureRoom(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.nextPage();
    return true;
  }

  /** Goes to a new page. */
  nextPage(): void {
    this.#doc.addPage();
    this.y = MARGIN.top;
  }

  gap(points: number): void {
    this.y += points;
  }

  /**
   * Sets something that belongs together and says what it is; on a paper without tags it is only set.
   * @param room how high it is at most: it is not parted by the end of a page
   */
  part(type: PaperPart, { room, alt }: { room: number; alt?: string }, draw: () => void): void {
    this.ensureRoom(room);
    if (!this.#options.isTagged) return draw();
    this.#doc.addStructure(this.#doc.struct(type, alt === undefined ? {} : { alt }, [draw]));
  }

  /** Fills the path of an SVG, stretched, in black: barcodes are read by machines. */
  shape(
    path: string,
    { x, y, scaleX, scaleY }: { x: number; y: number; scaleX: number; scaleY: number },
  ): void {
    this.#doc.save().translate(x, y).scale(scaleX, scaleY).path(path).fill('#000').restore();
  }

  line(from: { x: number; y: number }, to: { x: number; y: number }, weight = HAIRLINE, color = RULE): void {
    this.#doc.moveTo(from.x, from.y).lineTo(to.x, to.y).lineWidth(weight).strokeColor(color).stroke();
  }

  /** A line over the whole width at `y`. */
  rule(weight = HAIRLINE, color = RULE): void {
    this.line({ x: this.left, y: this.y }, { x: this.right, y: this.y }, weight, color);
  }

  /** Frames, drawn in one go. */
  boxes(frames: readonly { x: number; y: number; width: number; height: number }[]): void {
    for (const { x, y, width, height } of frames) this.#doc.rect(x, y, width, height);
    this.#doc.lineWidth(HAIRLINE).strokeColor(RULE).stroke();
  }

  finish(): Promise<Uint8Array> {
    const { count } = this.#doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.#doc.switchToPage(page);
      this.#furnish(page + 1, count);
    }
    this.#doc.end();
    return this.#bytes;
  }

  /** Foot and mark of one page. */
  #furnish(page: number, count: number): void {
    const { isTagged = false } = this.#options;
    if (isTagged) this.#doc.markContent('Artifact', { type: 'Pagination' });
    this.#drawFurniture(page, count);
    if (isTagged) this.#doc.endMarkedContent();
  }

  #drawFurniture(page: number, count: number): void {
    const { mark, footer, language = 'ru' } = this.#options;
    const style = { size: 7, color: INK_SOFT, x: this.left, width: this.width };
    const foot = this.bottom + 16;
    this.line({ x: this.left, y: foot - 5 }, { x: this.right, y: foot - 5 }, 0.35);
    this.putLines([footer], { ...style, y: foot });
    this.putLines([PAGE_OF[language](page, count)], { ...style, y: foot, align: 'right' });
    if (!mark) return;
    const head = { ...style, color: MARK, y: MARGIN.top - 20 };
    this.putLines([mark.sentence], head);
    this.putLines([mark.word], { ...head, font: 'bold', size: 8, align: 'right' });
  }

  #use({ font = 'regular', size = BODY_SIZE }: TextStyle): void {
    this.#doc.font(font, size);
  }
}

function newDocument({
  title,
  author,
  createdAt,
  layout = 'portrait',
  language = 'ru',
  isTagged = false,
}: PaperOptions): PDFKit.PDFDocument {
  return new PDFDocument({
    size: 'A4',
    layout,
    // Our own margins: with pdfkit's, a line near the foot would open a page by itself.
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    autoFirstPage: false,
    // No built-in typeface: reading its metrics would cost as much as setting a page.
    font: '',
    bufferPages: true,
    lang: LANGUAGE_TAGS[language],
    tagged: isTagged,
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title, Author: author, Producer: 'Brelok', Creator: 'Brelok', CreationDate: createdAt },
  });
}

async function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of doc) chunks.push(chunk as Uint8Array); // a pdfkit document streams bytes only
  return Buffer.concat(chunks);
}
