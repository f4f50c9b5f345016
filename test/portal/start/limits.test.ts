import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { LIMITS } from '#auth/limits/limits.ts';
import { createDb } from '#prisma/client.ts';
import { LAST_ENROL_LINE, test } from '#test/support/start-test.ts';
import type { PortalProcess } from '#test/support/portal-process.ts';

const { most } = LIMITS['claim-code'].address;
const PATIENCE_MS = 60_000;

test('WEB-09 a limit that is used up stays so when the portal is killed and started again', async ({
  dataDir,
  start,
}) => {
  const portal = await start({ DATA_DIR: dataDir });
  await portal.line(LAST_ENROL_LINE);
  for (let times = 0; times < most; times += 1) expect(await tryCode(portal)).not.toBe(429);
  expect(await tryCode(portal)).toBe(429);
  await untilWritten(dataDir);
  await portal.kill();

  const again = await start({ DATA_DIR: dataDir });
  await again.line(LAST_ENROL_LINE);
  expect(await tryCode(again)).toBe(429);
});

async function tryCode({ origin }: PortalProcess): Promise<number> {
  const { status } = await fetch(`${origin}/enrol`, {
    method: 'POST',
    headers: { origin, cookie: `__Host-brelok-browser=${'b'.repeat(43)}` },
    body: new URLSearchParams({ invitation: 'i'.repeat(43), code: 'AAAA-AAAA' }),
  });
  return status;
}

/** Within a second, as it is promised; a slow machine is waited for. */
async function untilWritten(dataDir: string): Promise<void> {
  const db = createDb(`file:${join(dataDir, 'brelok.db')}`);
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 50) {
    const { _sum } = await db.limitUse.aggregate({
      where: { name: { startsWith: 'claim-code address' } },
      _sum: { used: true },
    });
    if ((_sum.used ?? 0) >= most) return db.$disconnect();
    await sleep(50);
  }
  throw new Error('the limit was never written');
}
