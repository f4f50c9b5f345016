/** The README’s list of traps is true: each has the test that it names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const README = fileURLToPath(new URL('../../../portal/connectors/README.md', import.meta.url));

test('each trap of the list has the test that it names', () => {
  const list = readFileSync(README, 'utf8').split('## Traps')[1]?.split('\n## ')[0] ?? '';
  const rows = [...list.matchAll(/^\| (?<trap>[^|]+?) +\| `(?<file>[^`]+)`: (?<name>[^|]+?) +\|$/gm)];

  expect(rows.length).toBeGreaterThan(40);
  // A row that is written otherwise would not be looked at.
  expect(rows.length).toBe(list.split('\n').filter((line) => line.startsWith('| ')).length - 2);
  const untrue = rows.flatMap(({ groups: { file = '', name = '' } = {} }) => {
    const path = join(FOLDER, file);
    return existsSync(path) && namesIn(path).includes(name) ? [] : [`${file}: ${name}`];
  });
  expect(untrue).toEqual([]);
});

/** The file’s own words in one line, without the quotes of its strings. */
function namesIn(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/\s+/g, ' ');
}
