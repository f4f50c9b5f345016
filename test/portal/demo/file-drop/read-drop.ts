import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type DropRow = Readonly<Record<string, string>>;

/** The rows of a CSV file of a drop, by column. Reads what the demo writes; no value of it holds a line break. */
export function readDropFile(dir: string, name: string): DropRow[] {
  const text = readFileSync(join(dir, name), 'utf8').replace(/^\uFEFF/u, '');
  const [header = '', ...lines] = text.split('\r\n').filter((line) => line !== '');
  const columns = cellsOf(header);
  return lines.map((line) => {
    const cells = cellsOf(line);
    if (cells.length !== columns.length) throw new Error(`${name}: a row of another width: ${line}`);
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}

/** `1234,50` -> 123450n */
export function minorOf(amount: string | undefined): bigint {
  if (amount === undefined || !/^-?\d+,\d\d$/u.test(amount)) throw new Error(`no amount: ${amount}`);
  return BigInt(amount.replace(',', ''));
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/gu)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
