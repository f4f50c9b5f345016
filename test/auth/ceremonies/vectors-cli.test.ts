import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
const firstCase = readFileSync('test/vectors/webauthn-cases.ndjson', 'utf8').split('\n')[0] ?? '';

afterAll(() => rmSync(folder, { recursive: true }));

type Ended = { exitCode: number; lines: string[]; errors: string };

/** What `npm run auth:vectors -- ARGS` does. */
function authVectors(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const command = [join('portal', 'bin', 'auth-vectors.mjs'), ...args];
    const child = execFile(process.execPath, command, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, lines: stdout.trim().split('\n'), errors: stderr });
    });
  });
}

function fileOf(...lines: string[]): string {
  const path = join(folder, `${lines.length} cases, ${lines.join().length} letters.ndjson`);
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('npm run auth:vectors', () => {
  test('prints a line for each case and the totals last, and exits with 0', async () => {
    const { exitCode, lines } = await authVectors('test/vectors/webauthn-cases.ndjson');
    expect(exitCode).toBe(0);
    expect(lines).toContain('ok w3c/none-es256/registration/lenient accept unattested');
    expect(lines).toContain('ok w3c/none-es256/registration/production reject format_not_allowed');
    expect(lines.at(-1)).toBe('48 passed, 0 failed');
  });

  test('names a case with another verdict and exits with 1', async () => {
    const wrong = firstCase
      .replace('"expect":"accept"', '"expect":"reject"')
      .replace('"expect": "accept"', '"expect": "reject"');
    const { exitCode, lines } = await authVectors(fileOf(firstCase, wrong, ''));
    expect(exitCode).toBe(1);
    expect(lines.slice(-2)).toEqual([
      'FAILED w3c/none-es256/registration/lenient accept unattested',
      '1 passed, 1 failed',
    ]);
  });

  test('does not call an empty file a success', async () => {
    const { exitCode, lines } = await authVectors(fileOf(''));
    expect(exitCode).toBe(1);
    expect(lines.at(-1)).toBe('0 passed, 0 failed');
  });

  test.each([
    ['no file', [], 'usage'],
    ['two files', ['one', 'two'], 'usage'],
    ['a missing file', ['no-such-file.ndjson'], "can't read no-such-file.ndjson"],
    ['a line that is no JSON', [fileOf(firstCase, '{')], 'line 2: not JSON'],
    [
      'a line that is no case',
      [fileOf(firstCase, firstCase, '{"name":"x","ceremony":"registration"}')],
      'line 3: ',
    ],
  ])('says what is wrong with %s and exits with 2', async (_what, args, message) => {
    const { exitCode, errors } = await authVectors(...args);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });
});
