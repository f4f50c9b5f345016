import { expect, test } from 'vitest';
import { CSV_START, csvLine } from '#portal/lib/csv.ts';

test('a Russian spreadsheet gets semicolons and decimal commas, an English one commas and points', () => {
  const cells = ['Болт М8', { decimal: '12.50' }, null, { decimal: '-3' }];
  expect(csvLine(cells, 'ru')).toBe('Болт М8;12,50;;-3\r\n');
  expect(csvLine(cells, 'en')).toBe('Болт М8,12.50,,-3\r\n');
});

test('separators, quotes and line breaks inside a cell stay inside it', () => {
  expect(csvLine(['a;b', 'a,b', 'say "hi"', 'two\nlines'], 'ru')).toBe(
    '"a;b";"a,b";"say ""hi""";"two\nlines"\r\n',
  );
});

test('a text that another program splits elsewhere brings no formula along', () => {
  expect(csvLine(['x,=HYPERLINK("//e")', 'x;=1', 'x\t=1'], 'ru')).toBe(
    '"x,=HYPERLINK(""//e"")";"x;=1";"x\t=1"\r\n',
  );
});

test.each(['=1+1', '+7 495', '-2+3', '@SUM(A1)', '\t=1', ' =1', '=cmd|"/c calc"!A1', '＝1'])(
  'the text %j can not run as a formula',
  (text) => {
    expect(csvLine([text], 'ru').replace(/^"/, '')).toMatch(/^'/);
  },
);

test('a number is written only if it is one', () => {
  expect(() => csvLine([{ decimal: '=1+1' }], 'en')).toThrow(RangeError);
});

test('a file begins with the mark by which spreadsheets know UTF-8', () => {
  expect([...Buffer.from(CSV_START)]).toEqual([0xef, 0xbb, 0xbf]);
});
