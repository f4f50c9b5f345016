import { expect, test } from 'vitest';
import { contentDisposition } from '#portal/lib/content-disposition.ts';

test('a plain name stands as it is', () => {
  expect(contentDisposition('attachment', 'invoice-17.pdf')).toBe('attachment; filename="invoice-17.pdf"');
});

test('a Russian name stands beside one that every program can read', () => {
  expect(contentDisposition('inline', 'счёт.pdf')).toBe(
    `inline; filename="____.pdf"; filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.pdf`,
  );
});

test('what RFC 8187 does not let stand is escaped', () => {
  expect(contentDisposition('attachment', "ё(1)'.pdf")).toBe(
    `attachment; filename="_(1)'.pdf"; filename*=UTF-8''%D1%91%281%29%27.pdf`,
  );
});

test.each([
  ['ends the header', 'a.pdf"\r\nSet-Cookie: x=1'],
  ['leads out of the folder', '../../etc/passwd'],
  ['leads out of it on Windows', '..\\..\\autorun.inf'],
  ['turns its own reading direction, to look like another type', 'invoice\u202Efdp.exe'],
  ['hides behind a zero byte', 'a.pdf\u0000.exe'],
])('no name %s', (_harm, fileName) => {
  const header = contentDisposition('attachment', fileName);
  expect(header).not.toMatch(/[\r\n/\\\u202E]|%00|%2F|%5C|%E2%80%AE|"[^"]*"[^;]/);
  expect(header).toMatch(/^attachment; filename="[^".][^"]*"/);
});

test('a path becomes one name, in both forms', () => {
  expect(contentDisposition('attachment', 'a/b\\Акт №1.pdf')).toBe(
    `attachment; filename="a_b____ _1.pdf"; filename*=UTF-8''${encodeURIComponent('a_b_Акт №1.pdf')}`,
  );
});

test('an empty name, or one of dots, gets one', () => {
  for (const fileName of ['', '...', ' . ']) {
    expect(contentDisposition('attachment', fileName)).toBe('attachment; filename="document"');
  }
});

test('a name that is too long keeps its ending', () => {
  const header = contentDisposition('attachment', `${'a'.repeat(500)}.pdf`);
  expect(header).toMatch(/^attachment; filename="a{100,146}\.pdf"$/);
});

test('half a character does not make it fail', () => {
  expect(contentDisposition('attachment', 'a\uD800.pdf')).toBe('attachment; filename="a_.pdf"');
});
