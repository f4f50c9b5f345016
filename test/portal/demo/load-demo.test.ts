import { join } from 'node:path';
import { expect } from 'vitest';
import { importFileDrop } from '#portal/connectors/file-drop/import-file-drop.server.ts';
import { generateDemo } from '#portal/demo/generate-demo.server.ts';
import { loadDemo } from '#portal/demo/load-demo.server.ts';
import { openDocuments } from '#portal/start-services.server.ts';
import type { Db } from '#prisma/client.ts';
import { auditTypes } from '#test/support/auth.ts';
import { test } from '#test/support/installation.ts';
import type { Installation } from '#test/support/installation.ts';

const FIRST_ACCOUNTS = 6;
const ORDERS = 5;

test('a first start that was cut short is finished by the next, which keeps a demo that an operator imported', async ({
  db,
  openInstallation,
  dataDir,
}) => {
  const installation = await withSmallExport(openInstallation(), dataDir);
  for (const step of ['people, keys', 'whose counterparties']) {
    await expect(load(installation, step)).rejects.toThrow('cut short');
    expect((await stateOf(db)).isLoaded).toBe(false);
  }
  await load(installation);
  const whole = await stateOf(db);
  expect(whole).toEqual({
    accounts: FIRST_ACCOUNTS,
    ties: FIRST_ACCOUNTS,
    staff: 7,
    customers: 12,
    keys: 32,
    keyDiscounts: expect.any(Number),
    isLoaded: true,
  });
  expect(whole.keyDiscounts).toBeGreaterThan(0);
  expect([await db.importRun.count(), await db.order.count()]).toEqual([1, ORDERS]);
  expect((await auditTypes(db)).filter((type) => type === 'demo_generated')).toHaveLength(1);
});

/** An installation before its first start, into which an operator has taken a small export of the demo's ERP. */
async function withSmallExport(installation: Installation, dataDir: string): Promise<Installation> {
  const { db, audit, auth, env, secrets } = installation;
  const at = auth.now();
  await db.installation.create({
    data: { id: 1, mode: 'demo', rpId: env.rpId, timeZone: env.timeZone, installedAt: at },
  });
  const dir = join(dataDir, 'drop');
  const made = await generateDemo({ dir, today: '2026-03-05', orders: ORDERS, customers: FIRST_ACCOUNTS });
  if (!made.ok) throw new Error(made.reason);
  const outcome = await importFileDrop(
    { db, audit, documents: openDocuments(env, secrets), now: auth.now },
    {
      dir,
      sourceName: null,
      startedById: null,
      isDryRun: false,
      allowRemoval: false,
      acceptsDemoData: true,
      onProgress: () => undefined,
    },
  );
  if (!outcome.ok) throw new Error(outcome.reason);
  return installation;
}

/** Loads the demo, or dies when it is about to begin a step. */
async function load(installation: Installation, dieAt?: string): Promise<void> {
  const { env, secrets, ...services } = installation;
  await loadDemo({
    ...services,
    documents: openDocuments(env, secrets),
    timeZone: env.timeZone,
    print: (line) => {
      if (dieAt !== undefined && line.includes(dieAt)) throw new Error('cut short');
    },
  });
}

async function stateOf(db: Db) {
  const installation = await db.installation.findUniqueOrThrow({ where: { id: 1 } });
  return {
    accounts: await db.customerAccount.count(),
    ties: await db.accountTie.count({ where: { status: 'confirmed' } }),
    staff: await db.holder.count({ where: { kind: 'staff' } }),
    customers: await db.holder.count({ where: { kind: 'customer' } }),
    keys: await db.key.count(),
    keyDiscounts: await db.keyDiscount.count(),
    isLoaded: installation.demoLoadedAt !== null,
  };
}
