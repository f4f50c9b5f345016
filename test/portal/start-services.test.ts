import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { generateSecrets } from '#portal/secrets.server.ts';
import { createLogger, readPageScripts } from '#portal/start-services.server.ts';
import type { Db } from '#prisma/client.ts';
import { productionVariables, test } from '#test/support/installation.ts';

test('the log cuts out what could open something, wherever in a line it stands', ({ openInstallation }) => {
  const lines = logged(openInstallation().env, (log) => {
    for (const name of ['token', 'claimCode', 'cookie', 'authorization', 'secret', 'challenge', 'pin']) {
      log.error({ [name]: 'hunter2', request: { [name]: 'hunter2', headers: { [name]: 'hunter2' } } }, name);
    }
  });
  expect(lines).toHaveLength(7);
  for (const line of lines) {
    expect(line).not.toContain('hunter2');
    expect(line.match(/\[cut\]/g)).toHaveLength(3);
  }
});

test('the log tells what an error was and where it came from', ({ openInstallation }) => {
  const [line = ''] = logged(openInstallation().env, (log) => {
    log.error({ error: new Error('disk full', { cause: new Error('no space') }) }, 'job failed');
  });
  expect(JSON.parse(line)).toMatchObject({
    msg: 'job failed',
    error: { type: 'Error', message: 'disk full: no space', stack: expect.stringContaining('at ') },
  });
});

test('the log keeps to its level', ({ openInstallation }) => {
  const speak = (LOG_LEVEL: string) =>
    logged(openInstallation({ LOG_LEVEL }).env, (log) => {
      log.debug('a request');
      log.info('draining');
      log.error('failed');
    }).length;
  expect([speak('debug'), speak('info'), speak('error'), speak('silent')]).toEqual([3, 2, 1, 0]);
});

test('a cookie sealed under an older key still opens after the key was changed', ({ openInstallation }) => {
  const variables = productionVariables();
  const before = openInstallation(variables).auth.sealingKeys;
  const COOKIE_KEYS = `${generateSecrets().COOKIE_KEYS},${variables['COOKIE_KEYS']}`;
  const after = openInstallation({ ...variables, COOKIE_KEYS }).auth.sealingKeys;
  expect(after).toHaveLength(2);
  expect(after[0]).not.toEqual(before[0]);
  expect(after[1]).toEqual(before[0]);
});

test('changed rules are in force a second later, without a question to the database at each request', async ({
  db,
  openInstallation,
}) => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { auth } = openInstallation();
    await expect(auth.policy()).rejects.toThrow('no policy is stored');
    await storePolicy(db, 1);
    expect((await auth.policy()).invitationDays).toBe(1);
    await storePolicy(db, 2);
    expect((await auth.policy()).invitationDays).toBe(1);
    vi.advanceTimersByTime(1_001);
    expect((await auth.policy()).invitationDays).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

test('without a build the portal says how to make one', ({ dataDir }) => {
  expect(() => readPageScripts(dataDir)).toThrow(
    `${join(dataDir, 'page-scripts.json')} is missing; run: npm run build`,
  );
});

type Env = Parameters<typeof createLogger>[0];

function logged(env: Env, speak: (log: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  speak(createLogger(env, { write: (line) => void lines.push(line) }));
  return lines;
}

async function storePolicy(db: Db, version: number): Promise<void> {
  const policyJson = JSON.stringify({ ...PRODUCTION_POLICY, invitationDays: version });
  await db.policyVersion.create({ data: { version, policyJson, reason: 'test', createdAt: new Date() } });
}
