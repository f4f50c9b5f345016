import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { lightenFont } from '#portal/documents/pdf/lighten-font.ts';

const heavy = readFileSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf'),
);
const LETTERS = 'Съешь же ещё этих мягких французских булок, №5 — 1234,50 руб. «Ёж»'.split('');

function widthsIn(font: Buffer): number[] {
  const doc = new PDFDocument({ font: '' }).registerFont('sample', font).font('sample', 10);
  return LETTERS.map((letter) => doc.widthOfString(letter));
}

function tablesOf(font: Buffer): string[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) =>
    font.toString('latin1', 12 + index * 16, 16 + index * 16),
  );
}

test('a light font has no screen instructions and is much smaller', () => {
  const light = lightenFont(heavy);
  expect(tablesOf(heavy)).toContain('fpgm');
  expect(tablesOf(light)).not.toContain('fpgm');
  expect(tablesOf(light)).toEqual(expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'loca']));
  expect(light.length).toBeLessThan(heavy.length / 2);
});

test('letters keep their widths', () => {
  expect(widthsIn(lightenFont(heavy))).toEqual(widthsIn(heavy));
});

test('what is no TrueType font is refused', () => {
  expect(() => lightenFont(Buffer.alloc(64))).toThrow('not a TrueType font');
});
