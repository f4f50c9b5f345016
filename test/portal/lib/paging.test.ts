import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutPage, decodeCursor, encodeCursor } from '#portal/lib/paging.ts';

test('a cursor comes back as it went out and fits into a URL', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string({ minLength: 1, maxLength: 60 }), (sortKey, id) => {
      const text = encodeCursor({ sortKey, id });
      expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(decodeCursor(text)).toEqual({ sortKey, id });
    }),
  );
});

test('anything else starts the list at its beginning', () => {
  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const foreign = [null, undefined, '', 'abc', 'a=b', 'я', 'A'.repeat(1_001), made(['x']), made(['x', ''])];
  const wrongShapes = [made({ sortKey: 'x', id: 'y' }), made([1, 2]), made(['a', 'b', 'c']), made(null)];
  for (const text of [...foreign, ...wrongShapes]) expect(decodeCursor(text)).toBeNull();
});

test('one row more than the page holds means that there is a next page', () => {
  const cursorOf = (row: number) => ({ sortKey: String(row), id: `row-${row}` });

  const first = cutPage([9, 8, 7], 2, cursorOf);
  expect(first.rows).toEqual([9, 8]);
  expect(decodeCursor(first.nextCursor)).toEqual({ sortKey: '8', id: 'row-8' });

  expect(cutPage([7], 2, cursorOf)).toEqual({ rows: [7], nextCursor: null });
  expect(cutPage([7, 6], 2, cursorOf).nextCursor).toBeNull();
  expect(cutPage([], 2, cursorOf)).toEqual({ rows: [], nextCursor: null });
});
