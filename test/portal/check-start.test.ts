import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { NOT_SET_UP, checkStart, findDatabase, findStartFaults } from '#portal/check-start.server.ts';
import { readEnv } from '#portal/env.server.ts';
import { generateSecrets } from '#portal/secrets.server.ts';
import type { Db } from '#prisma/client.ts';
import { migrate } from '#prisma/migrate.ts';
import { PRISMA_FOLDER } from '#test/support/db.ts';
import { productionVariables, test } from '#test/support/installation.ts';

const NO_ROOTS = expect.stringContaining('attestation is required but no key model');
const DEMO_DATA = expect.stringContaining('this database holds demo data');
const OTHER_RP_ID =
  'RP_ID: keys here are bound to old.example, not to portal.example; they would all stop working';

test('a production installation with a known key model starts', async ({ db, openInstallation }) => {
  const { env } = openInstallation(productionVariables());
  await installed(db, {});
  expect(await findStartFaults(db, env)).toEqual([]);
});

test('what nobody has set up does not start', async ({ db, openInstallation }) => {
  expect(await findStartFaults(db, openInstallation().env)).toEqual([NOT_SET_UP]);
});

test('production does not start on demo data, by its mode or because the demo was loaded', async ({
  db,
  openInstallation,
}) => {
  const { env } = openInstallation(productionVariables());
  await installed(db, { mode: 'demo' });
  expect(await findStartFaults(db, env)).toEqual([DEMO_DATA]);
  await db.installation.update({ where: { id: 1 }, data: { mode: 'production', demoLoadedAt: new Date() } });
  expect(await findStartFaults(db, env)).toEqual([DEMO_DATA]);
});

test('AUT-06 a start under another relying party id is refused before every key stops working', async ({
  db,
  openInstallation,
}) => {
  const { env } = openInstallation(productionVariables());
  await installed(db, { rpId: 'old.example' });
  expect(await findStartFaults(db, env)).toEqual([OTHER_RP_ID]);
});

test('the demo does not touch a production installation', async ({ db, openInstallation }) => {
  const { env } = openInstallation();
  await installed(db, { rpId: 'localhost' });
  expect(await findStartFaults(db, env)).toEqual([expect.stringMatching(/^BRELOK_MODE: .* production/)]);
});

test('REG-06 attestation required with no maker’s roots does not start', async ({ db, openInstallation }) => {
  const { env } = openInstallation(productionVariables());
  await installed(db, { keyModels: 0 });
  expect(await findStartFaults(db, env)).toEqual([NO_ROOTS]);
});

test('rules that promise less than production does are refused', async ({ db, openInstallation }) => {
  const { env } = openInstallation(productionVariables());
  await installed(db, { policy: { ...PRODUCTION_POLICY, unattestedTier: 4 } });
  expect(await findStartFaults(db, env)).toEqual([
    'policy: an unattested key may not count as attested in production',
  ]);
});

test('settings, keys and database tell all their faults together', async ({
  db,
  openInstallation,
  databaseUrl,
  dataDir,
}) => {
  const { AUDIT_KEY: _missing, ...keys } = generateSecrets();
  await installed(db, { mode: 'demo', rpId: 'old.example', policy: DEMO_POLICY, keyModels: 0 });
  openInstallation(); // leaves the demo's keys in the data folder
  const check = await checkStart(
    readEnv({
      ...keys,
      BRELOK_MODE: 'production',
      ORIGIN: 'http://portal.example',
      PEPPER: 'short',
      PORT: 'x',
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
    }),
  );
  expect(check).toEqual({
    ok: false,
    faults: [
      'PORT: is a whole number from 1 to 65535',
      'ORIGIN: production needs an https address, not http://portal.example',
      expect.stringMatching(/^PEPPER: must be 32 random bytes/),
      expect.stringMatching(/^AUDIT_KEY: missing/),
      OTHER_RP_ID,
      DEMO_DATA,
      'policy: staff keys must be attested in production',
      'policy: an unattested key may not count as attested in production',
      NO_ROOTS,
    ],
  });
});

test('a database that settings can’t name is not looked into', async ({ db, databaseUrl, dataDir }) => {
  await installed(db, { rpId: 'old.example' });
  const check = await checkStart(
    readEnv({ ...productionVariables(), ORIGIN: 'nonsense', DATA_DIR: dataDir, DATABASE_URL: databaseUrl }),
  );
  expect(check).toEqual({ ok: false, faults: [expect.stringMatching(/^ORIGIN:/)] });
});

test('all being well, the check hands over the keys', async ({ db, databaseUrl, dataDir }) => {
  await installed(db, {});
  const variables = productionVariables();
  const check = await checkStart(readEnv({ ...variables, DATA_DIR: dataDir, DATABASE_URL: databaseUrl }));
  if (!check.ok) throw new Error(check.faults.join('; '));
  expect(Buffer.from(check.secrets.peppers.current.key).toString('base64url')).toBe(variables['PEPPER']);
});

test('looking at an empty data folder leaves it empty', async ({ dataDir }) => {
  const folder = join(dataDir, 'none');
  const check = await checkStart(readEnv({ DATA_DIR: folder }));
  expect(check).toEqual({ ok: false, faults: [NOT_SET_UP] });
  expect(existsSync(folder)).toBe(false);
});

test('a demo that lost its keys does not start', async ({ db, databaseUrl, dataDir }) => {
  await installed(db, { mode: 'demo', rpId: 'localhost', policy: DEMO_POLICY });
  const check = await checkStart(readEnv({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl }));
  expect(check).toEqual({ ok: false, faults: [expect.stringContaining('demo-secrets.json is missing')] });
});

test('a database that does not answer is a fault of its address, told without its password', async ({
  dataDir,
  openInstallation,
}) => {
  const { env } = openInstallation();
  const noDatabase = join(dataDir, 'notes.txt');
  await writeFile(noDatabase, 'not a database '.repeat(200));
  for (const databaseUrl of ['postgresql://brelok:hunter2@127.0.0.1:1/brelok', `file:${noDatabase}`]) {
    const found = await findDatabase({ ...env, databaseUrl });
    expect(found).toEqual({
      ok: false,
      fault: expect.stringMatching(/^DATABASE_URL: the database does not answer \(/),
    });
    expect(JSON.stringify(found)).not.toContain('hunter2');
  }
});

test('a data folder may have any name', async ({ dataDir }) => {
  const folder = join(dataDir, '100 % of #1?');
  const read = readEnv({ DATA_DIR: folder });
  if (!read.ok) throw new Error(read.faults.join('; '));
  await mkdir(folder);
  await migrate({ url: read.env.databaseUrl, prismaFolder: PRISMA_FOLDER });
  expect(existsSync(join(folder, 'brelok.db'))).toBe(true);
  expect(await findDatabase(read.env)).toEqual({ ok: true, hasTables: true, isInUse: false });
});

type Installed = { mode?: string; rpId?: string; policy?: object; keyModels?: number };

/** What a first start and an operator have written; by default a sound production installation. */
async function installed(
  db: Db,
  { mode = 'production', rpId = 'portal.example', policy = PRODUCTION_POLICY, keyModels = 1 }: Installed,
): Promise<void> {
  const now = new Date();
  await db.installation.create({ data: { id: 1, mode, rpId, timeZone: 'Europe/Moscow', installedAt: now } });
  await db.policyVersion.create({
    data: { version: 1, policyJson: JSON.stringify(policy), reason: 'test', createdAt: now },
  });
  if (keyModels === 0) return;
  const aaguid = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
  await db.keyModel.create({ data: { aaguid, name: 'Demo key', maker: 'Demo', rootsPem: '', addedAt: now } });
}
