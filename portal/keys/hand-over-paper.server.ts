import { formatCardNumber } from '#auth/keys/card-number.ts';
import type { PrintableKey } from '#auth/keys/print-hand-over.ts';
import { drawFields } from '../documents/pdf/paper-parts.server.ts';
import type { PaperField } from '../documents/pdf/paper-parts.server.ts';
import { INK_SOFT, Paper, loadPaperFonts } from '../documents/pdf/paper.server.ts';
import { formatterFor } from '../lib/format.ts';
import { isLocale } from '../lib/locale.ts';
import type { Locale } from '../lib/locale.ts';
import { code128PathOf } from './code-128.ts';
import { enrolUrl } from './enrol-url.ts';
import { qrPathOf } from './qr-path.ts';
import { sheetEn } from './sheet-words.en.ts';
import { sheetRu } from './sheet-words.ru.ts';
import type { SheetWords } from './sheet-words.ts';
import { STOP_PATH } from './stop-path.ts';

/** Who prints, and where the portal is. */
export type PaperHouse = {
  company: string;
  origin: string;
  timeZone: string;
  isDemo: boolean;
  printedAt: Date;
};

const QR_POINTS = 116;
const BARCODE = { width: 200, height: 40 };
const LABEL_WIDTH = 120;
const STEP_INDENT = 16;

/** The language of whoever reads the paper. */
export function wordsForHolder({ holder }: PrintableKey): { words: SheetWords; locale: Locale } {
  const locale = isLocale(holder.language) ? holder.language : 'ru';
  return { locale, words: locale === 'en' ? sheetEn : sheetRu };
}

/**
 * The sheet that goes with a key: what it is, how to begin, its PIN, how to stop it. It never holds the code of the
 * link, so that whoever finds it has half of what is needed.
 */
export function setHandOverSheet(key: PrintableKey, { house, ...codes }: SheetCodes): Promise<Uint8Array> {
  const paper = openPaper(key, house, wordsForHolder(key).words.title(key.holder.name));
  drawHandOverSheet(paper, key, { house, ...codes });
  return paper.finish();
}

type SheetCodes = { token: string; stopCode: string; house: PaperHouse };

/** The sheets of many keys as one file, each on pages of its own. */
export function setHandOverSheets(
  sheets: readonly [Sheet, ...Sheet[]],
  { title, house }: { title: string; house: PaperHouse },
): Promise<Uint8Array> {
  const paper = openPaper(sheets[0].key, house, title);
  sheets.forEach(({ key, ...codes }, index) => {
    if (index > 0) paper.nextPage();
    drawHandOverSheet(paper, key, { ...codes, house });
  });
  return paper.finish();
}

type Sheet = { key: PrintableKey; token: string; stopCode: string };

function drawHandOverSheet(paper: Paper, key: PrintableKey, { token, stopCode, house }: SheetCodes): void {
  const { words } = wordsForHolder(key);
  drawHead(paper, words.title(key.holder.name), words.lead(house.company, key.accountName));
  drawFacts(paper, [
    { label: words.portal, text: house.origin, isBold: true },
    { label: words.label, text: key.label },
    ...(key.serial === null ? [] : [{ label: words.serial, text: key.serial }]),
  ]);
  drawCodes(paper, key, { url: enrolUrl(house.origin, token), house });
  drawSection(paper, words.begin, []);
  const typeCode = words.typeCode[key.isOwnersCode ? 'owner' : 'manager'];
  drawList(paper, [words.open, typeCode, ...words.steps]);
  drawPin(paper, key, words);
  drawSection(paper, words.stop, []);
  drawLargeCode(paper, stopCode);
  drawText(paper, words.stopText(`${house.origin}${STOP_PATH}`));
  drawSection(paper, words.lost, [words.lostText]);
  drawManager(paper, key, house);
}

/** Whom to call: the manager, and before them whoever stands in while they are on leave. */
function drawManager(paper: Paper, key: PrintableKey, house: PaperHouse): void {
  const { words, locale } = wordsForHolder(key);
  const { manager, deputies } = key;
  const format = formatterFor(locale, house.timeZone);
  if (manager === null) return;
  const toText = (...parts: (string | null)[]) => parts.filter((part) => part !== null).join(', ');
  drawFacts(paper, [
    ...deputies.map(({ name, phone, untilOn }) => ({
      label: words.deputy(format.day(untilOn)),
      text: toText(name, phone),
      isBold: true,
    })),
    { label: words.manager, text: toText(manager.name, manager.phone), isBold: deputies.length === 0 },
  ]);
}

/** The code of the link on a paper of its own, to be handed over another way than the sheet (REG-01 amended). */
export function setClaimSlip(
  key: PrintableKey,
  { claimCode, house }: { claimCode: string; house: PaperHouse },
): Promise<Uint8Array> {
  const paper = openPaper(key, house, wordsForHolder(key).words.slipTitle);
  drawClaimSlip(paper, key, { claimCode, house });
  return paper.finish();
}

/** The slips of many keys as one file, each on a page of its own: they go another way than the sheets (ADM-04). */
export function setClaimSlips(
  slips: readonly [Slip, ...Slip[]],
  { title, house }: { title: string; house: PaperHouse },
): Promise<Uint8Array> {
  const paper = openPaper(slips[0].key, house, title);
  slips.forEach(({ key, claimCode }, index) => {
    if (index > 0) paper.nextPage();
    drawClaimSlip(paper, key, { claimCode, house });
  });
  return paper.finish();
}

type Slip = { key: PrintableKey; claimCode: string };

function drawClaimSlip(
  paper: Paper,
  key: PrintableKey,
  { claimCode, house }: { claimCode: string; house: PaperHouse },
): void {
  const { words, locale } = wordsForHolder(key);
  const until = formatterFor(locale, house.timeZone).instant(key.linkExpiresAt);
  drawHead(paper, words.slipTitle, words.slipFor(key.holder.name, key.accountName));
  drawLargeCode(paper, claimCode);
  drawText(paper, words.slipText);
  drawText(paper, words.linkUntil(until));
  drawText(paper, words.slipApart);
}

function openPaper(key: PrintableKey, house: PaperHouse, title: string): Paper {
  const { words, locale } = wordsForHolder(key);
  return new Paper({
    fonts: loadPaperFonts(),
    title,
    author: house.company,
    createdAt: house.printedAt,
    footer: `${house.company} · ${house.origin}`,
    language: locale,
    isTagged: true,
    ...(house.isDemo && { mark: { word: words.demo, sentence: words.demoText } }),
  });
}

function drawHead(paper: Paper, title: string, lead: string): void {
  paper.part('H1', { room: 24 }, () => paper.paragraph(title, { font: 'bold', size: 17 }));
  drawText(paper, lead);
  paper.gap(6);
}

function drawFacts(paper: Paper, fields: readonly PaperField[]): void {
  for (const field of fields) {
    paper.part('P', { room: 16 }, () => drawFields(paper, [field], { labelWidth: LABEL_WIDTH, size: 10 }));
  }
}

/** Link and QR code side by side; under them the card number, as digits and as bars. */
function drawCodes(
  paper: Paper,
  key: PrintableKey,
  { url, house }: { url: string; house: PaperHouse },
): void {
  const { words, locale } = wordsForHolder(key);
  const until = formatterFor(locale, house.timeZone).instant(key.linkExpiresAt);
  paper.gap(4);
  paper.ensureRoom(QR_POINTS + BARCODE.height);
  const top = paper.y;
  const { size, path } = qrPathOf(url);
  const scale = QR_POINTS / size;
  paper.part('Figure', { room: 0, alt: words.qr }, () => {
    paper.shape(path, { x: paper.left, y: top, scaleX: scale, scaleY: scale });
  });
  const x = paper.left + QR_POINTS + 14;
  const place = { x, width: paper.right - x };
  paper.part('P', { room: 0 }, () => {
    paper.put(words.link, { ...place, y: top + 8, font: 'bold', size: 10 });
    const height = paper.put(url, { ...place, y: top + 22, size: 10 });
    const soft = { ...place, size: 9, color: INK_SOFT };
    paper.put(`${words.linkUntil(until)} ${words.codeNotHere}`, { ...soft, y: top + 26 + height });
  });
  if (key.cardNumber !== null) drawBarcode(paper, key.cardNumber, { words, x, y: top + 72 });
  paper.y = top + QR_POINTS + 6;
}

type BarcodePlace = { words: SheetWords; x: number; y: number };

function drawBarcode(paper: Paper, digits: string, { words, x, y }: BarcodePlace): void {
  const { width, path } = code128PathOf(digits);
  paper.part('Figure', { room: 0, alt: words.barcode(digits) }, () => {
    paper.shape(path, { x, y, scaleX: BARCODE.width / width, scaleY: BARCODE.height });
  });
  paper.part('P', { room: 0 }, () => {
    const place = { x: x + BARCODE.width + 10, width: paper.right - x - BARCODE.width - 10 };
    paper.put(words.cardNumber, { ...place, y: y + 4, size: 9, color: INK_SOFT });
    paper.put(formatCardNumber(digits), { ...place, y: y + 17, font: 'bold', size: 10 });
  });
}

/** A key whose PIN the portal keeps is told of that, and not of a PIN on the key. */
function drawPin(paper: Paper, { kind }: PrintableKey, words: SheetWords): void {
  if (kind !== 'fido2') return drawSection(paper, words.pin, [words.pinAtPortal]);
  drawSection(paper, words.pin, [words.pinOnKey]);
  drawList(paper, [words.pinWindows, words.pinMac, words.pinLinux], { marks: '–' });
  drawText(paper, words.pinWrong);
}

function drawSection(paper: Paper, title: string, texts: readonly string[]): void {
  paper.gap(7);
  paper.part('H2', { room: 40 }, () => paper.paragraph(title, { font: 'bold', size: 12 }));
  paper.gap(2);
  for (const text of texts) drawText(paper, text);
}

function drawText(paper: Paper, text: string): void {
  const style = { size: 10 };
  const room = paper.wrap(text, paper.width, style).length * paper.lineHeight(style);
  paper.part('P', { room }, () => paper.paragraph(text, style));
  paper.gap(3);
}

function drawList(paper: Paper, items: readonly string[], { marks }: { marks?: string } = {}): void {
  const style = { size: 10 };
  items.forEach((item, index) => {
    const lines = paper.wrap(item, paper.width - STEP_INDENT, style);
    const room = lines.length * paper.lineHeight(style);
    paper.part('P', { room }, () => {
      const place = { ...style, y: paper.y, x: paper.left, width: STEP_INDENT };
      paper.putLines([marks ?? `${index + 1}.`], place);
      paper.putLines(lines, { ...place, x: paper.left + STEP_INDENT, width: paper.width - STEP_INDENT });
      paper.gap(room);
    });
    paper.gap(2);
  });
}

function drawLargeCode(paper: Paper, code: string): void {
  paper.part('P', { room: 30 }, () => paper.paragraph(code, { font: 'bold', size: 20 }));
  paper.gap(3);
}
