import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runVectorCase } from '#auth/ceremonies/run-vector-case.ts';
import { VectorCase } from '#auth/ceremonies/vector-case.ts';

const cases = readFileSync('test/vectors/webauthn-cases.ndjson', 'utf8')
  .trim()
  .split('\n')
  .map((line) => VectorCase.parse(JSON.parse(line)));

describe('the test vectors of the WebAuthn specification get the verdict that the policy demands', () => {
  test('none of the 48 cases is missing', () => {
    expect(cases).toHaveLength(48);
  });

  test.each(cases.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
    expect((await runVectorCase(vector)).verdict).toBe(vector.expect);
  });
});
