import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runVectorCase } from '#auth/ceremonies/run-vector-case.ts';
import { VectorCase } from '#auth/ceremonies/vector-case.ts';
import { buildOwnVectors } from '#test/support/own-vectors.ts';

const built = buildOwnVectors().map(({ vector, code }) => ({ vector: VectorCase.parse(vector), code }));
const committed = readFileSync('test/vectors/own-cases.ndjson', 'utf8')
  .trim()
  .split('\n')
  .map((line) => VectorCase.parse(JSON.parse(line)));

describe('the own vectors: what the production policy accepts, and every way of being refused', () => {
  test('the committed file has exactly the cases that the builder makes', () => {
    expect(committed.map(({ name }) => name)).toEqual(built.map(({ vector }) => vector.name));
  });

  test.each(built.map((one, index) => [one.vector.name, one, committed[index]] as const))(
    '%s',
    async (_name, { vector, code }, kept) => {
      const verdict = { verdict: vector.expect, code };
      expect(await runVectorCase(vector)).toEqual(verdict);
      if (kept) expect(await runVectorCase(kept)).toEqual(verdict);
    },
  );
});
