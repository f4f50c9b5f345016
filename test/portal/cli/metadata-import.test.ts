import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { metadataImport } from '#portal/cli/commands/metadata-import.ts';
import type { Installation } from '#test/support/installation.ts';
import { test as withInstallation } from '#test/support/installation.ts';
import { aManagedKey } from '#test/support/actors.ts';
import { prepareInstallation } from '#portal/setup/prepare-installation.server.ts';
import { MAKER, aMetadataService, aPayload } from '#test/support/metadata-blob.ts';
import type { Report } from '#test/support/metadata-blob.ts';
import { toPem } from '#test/support/pem.ts';
import { SOFT_AAGUID } from '#test/support/soft-authenticator.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const FAR = '2043-01-01';
const REVOKED = [{ status: 'REVOKED', effectiveDate: '2026-05-01' }];
const service = aMetadataService();

type Answer = { code: number; printed: string };
type Setting = {
  installation: Installation;
  /** Types the command in the data folder. */
  type: (...args: string[]) => Promise<Answer>;
  write: (
    name: string,
    blob: { number?: number; models?: Record<string, readonly Report[]>; nextUpdate?: string },
  ) => Promise<void>;
};

const test = withInstallation.extend<{ setting: Setting }>({
  setting: async ({ openInstallation, dataDir }, use) => {
    const installation = openInstallation();
    // Without the demo company, whose import takes its time.
    const env = { ...installation.env, mode: 'production' as const };
    await prepareInstallation({ ...installation, env, print: () => undefined });
    await installation.db.installation.update({ where: { id: 1 }, data: { mode: installation.env.mode } });
    await writeFile(join(dataDir, 'root.pem'), service.rootPem);
    await use({
      installation,
      type: (...args) => run(installation, dataDir, args),
      write: (name, { nextUpdate = FAR, ...blob }) =>
        writeFile(join(dataDir, name), service.blob(aPayload({ nextUpdate, ...blob }))),
    });
  },
});

async function run({ env }: Installation, calledFrom: string, args: string[]): Promise<Answer> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const code = await metadataImport.run({ args, env, calledFrom, print, printError: print });
  return { code, printed: lines.join('\n') };
}

/** A pinned model, and an active key of it. */
async function aPinnedModel({ db, auth }: Installation): Promise<{ keyId: string }> {
  const rootsPem = toPem(MAKER.certificate);
  const model = { aaguid: SOFT_AAGUID, name: 'Demo model', maker: 'Demo maker', rootsPem };
  await db.keyModel.create({ data: { ...model, addedAt: auth.now() } });
  const { keyId } = await aManagedKey(db);
  const at = auth.now();
  await db.credential.create({
    data: {
      keyId,
      credentialId: new Uint8Array(randomBytes(32)),
      publicKey: new Uint8Array(1),
      signCount: 0n,
      signCountAt: at,
      aaguid: SOFT_AAGUID,
      format: 'packed',
      isBackupEligible: false,
      isUserVerified: true,
      createdAt: at,
    },
  });
  return { keyId };
}

const statusOf = async ({ db }: Installation, id: string) =>
  (await db.key.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;

test('REG-09 an operator imports metadata from a file, and is told what it says of the models here', async ({
  setting: { installation, type, write },
  dataDir,
}) => {
  await aPinnedModel(installation);
  await write('blob.jwt', {});
  const { code, printed } = await type('blob.jwt', '--root', 'root.pem');
  expect(code).toBe(0);
  expect(printed).toMatch(/metadata number 7: taken in\n {2}root .*SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\n/);
  expect(printed).toContain('next update  2043-01-01\n');
  expect(printed).toContain('models       1\n');
  expect(printed).toContain(`Demo model (${SOFT_AAGUID}): no warning\n`);
  expect(printed).toContain('keys suspended: 0');
  expect(readdirSync(join(dataDir, 'metadata')).toSorted()).toEqual(['blob-7.jwt', 'root.pem']);
  expect((await type('blob.jwt')).printed).toContain('in force already, nothing to do');
});

test('REG-11 a dry run names the keys that would be suspended, and the import suspends them', async ({
  setting: { installation, type, write },
  dataDir,
}) => {
  const { keyId } = await aPinnedModel(installation);
  await write('blob.jwt', { models: { [SOFT_AAGUID]: REVOKED } });
  const dry = await type('blob.jwt', '--root', 'root.pem', '--dry-run');
  expect(dry.printed).toContain(`Demo model (${SOFT_AAGUID}): REVOKED since 2026-05-01: refused`);
  expect(dry.printed).toContain(
    `would suspend Demo key (${keyId}): REVOKED\nkeys that would be suspended: 1`,
  );
  expect(await statusOf(installation, keyId)).toBe('active');
  expect(existsSync(join(dataDir, 'metadata'))).toBe(false);

  const { printed } = await type('blob.jwt', '--root', 'root.pem');
  expect(printed).toContain('keys suspended: 1');
  expect(await statusOf(installation, keyId)).toBe('suspended');
});

test('REG-09 a refused file changes nothing, and the answer says which check failed', async ({
  setting: { type, write },
  dataDir,
}) => {
  await write('blob.jwt', { number: 8 });
  await write('older.jwt', { number: 7 });
  await writeFile(join(dataDir, 'broken.jwt'), 'metadata');
  await writeFile(join(dataDir, 'wrong.jwt'), service.blob({ ...aPayload(), nextUpdate: 'soon' }));
  const other = toPem(createTestCa({ seed: 'stranger' }).certificate);
  await writeFile(join(dataDir, 'other.pem'), other);

  expect((await type('blob.jwt')).printed).toContain('no root is kept yet: give it with --root FILE');
  expect((await type('blob.jwt', '--root', 'other.pem')).printed).toContain('do not end at the root');
  expect((await type('blob.jwt', '--root', 'root.pem')).code).toBe(0);
  const refusals = ['older.jwt', 'broken.jwt', 'wrong.jwt', 'none.jwt'].map((name) => type(name));
  expect((await Promise.all(refusals)).map(({ code, printed }) => [code, printed.split('\n')[0]])).toEqual([
    [1, 'older.jwt: refused, it is older than the one in force (number 8)'],
    [1, 'broken.jwt: refused, it is no BLOB of the metadata service'],
    [1, 'wrong.jwt: refused, its content is not what the standard says (at nextUpdate)'],
    [1, "none.jwt: the file can't be read"],
  ]);
});

test('REG-09 what an operator should know of a model is said: other roots, unknown words, no entry', async ({
  setting: { installation, type, write },
}) => {
  await aPinnedModel(installation);
  const rootsPem = toPem(createTestCa({ seed: 'stranger' }).certificate);
  await installation.db.keyModel.updateMany({ data: { rootsPem } });
  await write('blob.jwt', { models: { [SOFT_AAGUID]: [{ status: 'GOLDEN_STAR' }] } });
  expect((await type('blob.jwt', '--root', 'root.pem')).printed).toContain(
    'no warning; its pinned roots are others than the published ones; not understood: GOLDEN_STAR',
  );
  await write('next.jwt', { number: 8, models: {}, nextUpdate: '2020-01-01' });
  const { printed } = await type('next.jwt');
  expect(printed).toContain(`Demo model (${SOFT_AAGUID}): not in the metadata`);
  expect(printed).toContain('2020-01-01, long past: get a newer file');
  expect(await installation.db.alarm.count({ where: { kind: 'metadata_stale' } })).toBe(1);
});
