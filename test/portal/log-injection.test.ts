/** Text from outside, written where a person or a program reads lines: it stays one text, and harmless (ADM-09). */
import { expect } from 'vitest';
import { createLogger } from '#portal/start-services.server.ts';
import { printOutcome } from '#portal/cli/import-report.ts';
import { readEnv } from '#portal/env.server.ts';
import { aHolder, aKey, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { runBrelok } from '#test/support/run-brelok.ts';

const EVIL = 'Anna\r\n{"level":50}\u001b[2J\u009b31m\u202Emoc\u2028next\u200B\u{E0041}';
/** Any of them but the end of a line, which has its own checks. */
const OBEYED = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

test('ADM-09 the program’s log keeps a text on its line, as JSON that reads the same', () => {
  const { env } = readEnv({ LOG_LEVEL: 'info' });
  const lines: string[] = [];
  const log = createLogger(env, { write: (line) => void lines.push(line) });
  log.info({ name: EVIL, error: new Error(EVIL) }, EVIL);
  expect(lines).toHaveLength(1);
  const [line = ''] = lines;
  expect(line.trimEnd()).not.toMatch(/\n/);
  expect(line.trimEnd()).not.toMatch(OBEYED);
  expect(JSON.parse(line)).toMatchObject({ name: EVIL, msg: EVIL });
});

test('ADM-09 an exported log holds no character that is obeyed, in names from elsewhere either', async ({
  portal,
  db,
}) => {
  const { audit, now } = portal.services;
  const holder = await aHolder(db, { name: EVIL });
  const key = await aKey(db, { holderId: holder.id, accountId: null, label: EVIL });
  const event = {
    type: 'key_revoked',
    result: 'ok',
    keyId: key.id,
    holderId: holder.id,
    note: EVIL,
  } as const;
  await db.$transaction((tx) =>
    audit.record(tx, { ...event, actorId: holder.id, details: { evil: EVIL }, at: now() }),
  );
  const auditor = await signedInStaff(db, 'auditor');
  const csv = await portal.page('/audit/export', { as: auditor });
  expect(csv.replace('\uFEFF', '').replaceAll('\r\n', '')).not.toMatch(OBEYED);
  expect(csv).toContain('\\u{202e}');
  const page = await portal.page('/audit', { as: auditor });
  const shown = page.slice(page.indexOf('<main'));
  expect(/<q[^>]*>(.*?)<\/q>/s.exec(shown)?.[1]).not.toMatch(OBEYED);
});

test('ADM-09 what an import found is told on one line each, whatever its cells hold', () => {
  const lines: string[] = [];
  const call = { args: [], env: readEnv({}).env, calledFrom: '/' };
  const problem = { file: EVIL, line: 1, column: EVIL, code: 'bad_manifest' as const, reason: EVIL };
  printOutcome(
    { ...call, print: () => undefined, printError: (line) => lines.push(line) },
    { ok: false, reason: 'refused', problems: { told: [problem], total: 1 } },
  );
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toMatch(/\n/);
  expect(lines.join()).not.toMatch(OBEYED);
});

test('ADM-09 the command line repeats nothing that a terminal obeys', async () => {
  const { PATH = '', HOME = '' } = process.env;
  const { output } = await runBrelok({ PATH, HOME }, [EVIL]);
  expect(output).toContain('There is no command');
  expect(output).not.toMatch(OBEYED);
});
