/** What `npm run test:mutation` takes out, shown on small sources: whatever is not listed here it would never try. */
import { expect, test } from 'vitest';
import { mutationsOf } from './conditions.mjs';
import { rowMutationsOf } from './rows.mjs';

const conditions = (text: string) => mutationsOf('a.ts', text).map(({ mutated }) => mutated);
const rows = (text: string) => rowMutationsOf('a.ts', text).map(({ mutated }) => mutated);

test.for([
  ['an if', 'if (a) b();', ['if (false) b();']],
  ['both sides of an and', 'const x = a && b;', ['const x = true && b;', 'const x = a && true;']],
  ['both sides of an or', 'const x = a || b;', ['const x = false || b;', 'const x = a || false;']],
  ['a choice, both ways', 'const x = a ? b : c;', ['const x = false ? b : c;', 'const x = true ? b : c;']],
  ['a comparison that is returned', 'function f() { return a === b; }', ['function f() { return true; }']],
  ['every', 'const x = list.every(f);', ['const x = true;']],
  ['some', 'const x = list.some(f);', ['const x = false;']],
  [
    'each refusal of a chain',
    'const x = refuseA() ?? refuseB();',
    ['const x = null ?? refuseB();', 'const x = refuseA() ?? null;'],
  ],
] as const)('%s goes', ([, text, expected]) => {
  expect(conditions(text)).toEqual(expected);
});

test('each row of a list goes', () => {
  expect(rows("const A = ['x', 'y'] as const;")).toEqual([
    "const A = ['y'] as const;",
    "const A = ['x'] as const;",
  ]);
});

test('each list of a table is given what the others have', () => {
  expect(rows("const A = { one: new Set(['x']), other: ['y'] };")).toEqual([
    "const A = { one: new Set([]), other: ['y'] };",
    "const A = { one: new Set(['x', 'y']), other: ['y'] };",
    "const A = { one: new Set(['x']), other: [] };",
    "const A = { one: new Set(['x']), other: ['y', 'x'] };",
  ]);
});

test('a row loses where it leads', () => {
  expect(rows("const A = { go: { from: ['x'], to: 'y' } };")).toContain(
    "const A = { go: { from: ['x'], to: '' } };",
  );
});
