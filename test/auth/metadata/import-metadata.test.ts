import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findMetadata, findMetadataJudgement } from '#auth/metadata/find-metadata.ts';
import { importMetadata } from '#auth/metadata/import-metadata.ts';
import { watchMetadata } from '#auth/metadata/watch-metadata.ts';
import { DEFAULT_METADATA_RULES } from '#auth/policy/metadata-rules.ts';
import type { Db } from '#prisma/client.ts';
import { auditTypes, openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test as withDatabase } from '#test/support/db.ts';
import { aMetadataService, aPayload } from '#test/support/metadata-blob.ts';
import { SOFT_AAGUID } from '#test/support/soft-authenticator.ts';

const DAY_SECONDS = 86_400;
const service = aMetadataService();

const test = withDatabase.extend<{ folder: string; auth: TestAuth }>({
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-metadata-'));
    await use(join(folder, 'metadata'));
    await rm(folder, { recursive: true, force: true });
  },
  auth: ({ db }, use) => use(openTestAuth(db)),
});

type Import = { number?: number; text?: string; rootPem?: string | null; isDryRun?: boolean };

async function take(auth: TestAuth, folder: string, settings: Import = {}): Promise<string> {
  const { number, rootPem = service.rootPem, isDryRun = false } = settings;
  const text = settings.text ?? service.blob(aPayload(number === undefined ? {} : { number }));
  const outcome = await importMetadata(auth, { text, rootPem, folder, isDryRun });
  return outcome.ok ? outcome.change : outcome.reason;
}

const numberOf = async (db: Db) => (await findMetadata(db))?.number ?? null;

test('REG-09 a good BLOB is in force, with its models, and kept on the disk for the portal alone', async ({
  db,
  auth,
  folder,
}) => {
  const text = service.blob(aPayload());
  expect(await take(auth, folder, { text })).toBe('imported');
  expect(await findMetadata(db)).toMatchObject({
    number: 7,
    nextUpdateOn: '2026-12-01',
    entryCount: 1,
    isWhole: true,
  });
  expect(
    await db.metadataEntry.findMany({ select: { aaguid: true, number: true, statusJson: true } }),
  ).toEqual([
    {
      aaguid: SOFT_AAGUID,
      number: 7,
      statusJson: '[{"status":"FIDO_CERTIFIED_L1","effectiveDate":"2024-01-01"}]',
    },
  ]);
  expect((await readdir(folder)).toSorted()).toEqual(['blob-7.jwt', 'root.pem']);
  expect(await readFile(join(folder, 'blob-7.jwt'), 'utf8')).toBe(text);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  expect(await auditTypes(db)).toEqual(['metadata_imported']);
});

test('REG-09 the root is kept: the next BLOB needs none, and one under another root is refused', async ({
  db,
  auth,
  folder,
}) => {
  expect(await take(auth, folder, { rootPem: null })).toBe('root_unknown');
  await take(auth, folder);
  expect(await take(auth, folder, { rootPem: null, number: 8 })).toBe('imported');
  const forged = aMetadataService('forger').blob(aPayload({ number: 9 }));
  expect(await take(auth, folder, { rootPem: null, text: forged })).toBe('root_not_trusted');
  expect(await numberOf(db)).toBe(8);
});

test('REG-09 a root that is given with a BLOB it does not vouch for is not kept', async ({
  auth,
  folder,
}) => {
  await take(auth, folder);
  const kept = await readFile(join(folder, 'root.pem'), 'utf8');
  expect(await take(auth, folder, { rootPem: aMetadataService('forger').rootPem, number: 8 })).toBe(
    'root_not_trusted',
  );
  expect(await readFile(join(folder, 'root.pem'), 'utf8')).toBe(kept);
});

test('REG-09 the number only rises: the same again changes nothing, a lower one is refused', async ({
  db,
  auth,
  folder,
}) => {
  expect(await take(auth, folder, { number: 8 })).toBe('imported');
  expect(await take(auth, folder, { number: 8 })).toBe('unchanged');
  expect(await take(auth, folder, { number: 7 })).toBe('number_lower');
  expect(await take(auth, folder, { number: 9 })).toBe('imported');
  expect(await numberOf(db)).toBe(9);
  expect((await readdir(folder)).toSorted()).toEqual(['blob-9.jwt', 'root.pem']);
  expect(await auditTypes(db)).toEqual([
    'metadata_imported',
    'metadata_refused: number_lower',
    'metadata_imported',
  ]);
});

test('REG-09 other content under the number in force is not taken in', async ({ db, auth, folder }) => {
  const bad = { [SOFT_AAGUID]: [{ status: 'REVOKED' }] };
  await take(auth, folder, { text: service.blob(aPayload({ models: bad })) });
  expect(await take(auth, folder, { text: service.blob(aPayload()) })).toBe('unchanged');
  const judgement = await findMetadataJudgement(db, DEFAULT_METADATA_RULES, auth.now());
  expect(judgement?.badModels).toEqual([{ aaguid: SOFT_AAGUID, status: 'REVOKED' }]);
});

test('REG-09 two imports at once: the higher number stays, whoever comes first', async ({
  db,
  auth,
  folder,
}) => {
  await Promise.all([10, 9, 8].map((number) => take(auth, folder, { number })));
  expect(await numberOf(db)).toBe(10);
  expect(await findMetadata(db)).toMatchObject({ isWhole: true });
  expect(await readdir(folder)).toContain('blob-10.jwt');
});

test('REG-09 whatever is wrong with a BLOB, the last good one stays untouched and the check is named', async ({
  db,
  auth,
  folder,
}) => {
  await take(auth, folder, { number: 8 });
  const before = [await db.metadataEntry.findMany(), await readdir(folder)];
  const good = service.blob(aPayload({ number: 9 }));
  const refusals = [
    await take(auth, folder, { text: 'metadata' }),
    await take(auth, folder, { text: `${good.slice(0, -8)}AAAAAAAA` }),
    await take(auth, folder, { text: service.blob({ ...aPayload({ number: 9 }), entries: 'none' }) }),
  ];
  expect(refusals).toEqual(['not_a_blob', 'signature_invalid', 'payload_malformed']);
  expect([await db.metadataEntry.findMany(), await readdir(folder)]).toEqual(before);
  expect((await auditTypes(db)).slice(1)).toEqual(refusals.map((reason) => `metadata_refused: ${reason}`));
});

test('REG-09 a dry run checks everything and changes nothing', async ({ db, auth, folder }) => {
  expect(await take(auth, folder, { isDryRun: true })).toBe('checked');
  expect(await take(auth, folder, { isDryRun: true, text: 'metadata' })).toBe('not_a_blob');
  expect(await numberOf(db)).toBeNull();
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
  expect(await auditTypes(db)).toEqual([]);
});

test('REG-09 a dry run says as well that a BLOB is too old', async ({ auth, folder }) => {
  await take(auth, folder, { number: 8 });
  expect(await take(auth, folder, { number: 7, isDryRun: true })).toBe('number_lower');
});

test('REG-09 models that a newer BLOB leaves out are no longer known', async ({ db, auth, folder }) => {
  const [one, two] = ['a'.repeat(8), 'b'.repeat(8)].map((start) => `${start}-0000-4000-8000-000000000000`);
  const models = Object.fromEntries([one, two].map((aaguid) => [aaguid, []]));
  await take(auth, folder, { text: service.blob(aPayload({ models })) });
  expect(await db.metadataEntry.count()).toBe(2);
  await take(auth, folder, { number: 8 });
  expect(await db.metadataEntry.findMany({ select: { aaguid: true } })).toEqual([{ aaguid: SOFT_AAGUID }]);
});

test('REG-09 more models than one statement takes are all there', async ({ db, auth, folder }) => {
  const names = Array.from(
    { length: 120 },
    (_, index) => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
  );
  const models = Object.fromEntries(names.map((aaguid) => [aaguid, [{ status: 'REVOKED' }]]));
  await take(auth, folder, { text: service.blob(aPayload({ models })) });
  expect(await db.metadataEntry.count()).toBe(120);
});

test('REG-09 what has gone missing is told once, and the same file brings it back', async ({
  db,
  auth,
  folder,
}) => {
  const text = service.blob(aPayload());
  await take(auth, folder, { text });
  await watchMetadata(auth, folder);
  expect(await db.alarm.count()).toBe(0);

  await db.metadataEntry.deleteMany({});
  await watchMetadata(auth, folder);
  await watchMetadata(auth, folder);
  expect(await db.alarm.findMany({ select: { kind: true, keyId: true, detail: true } })).toEqual([
    { kind: 'metadata_lost', keyId: null, detail: '7' },
  ]);
  expect(await take(auth, folder, { text })).toBe('restored');
  expect(await findMetadata(db)).toMatchObject({ isWhole: true });

  await writeFile(join(folder, 'blob-7.jwt'), 'scribble');
  expect(await take(auth, folder, { text })).toBe('restored');
  expect(await readFile(join(folder, 'blob-7.jwt'), 'utf8')).toBe(text);
});

test('REG-09 a file that has gone missing is told as well', async ({ db, auth, folder }) => {
  await take(auth, folder);
  await rm(folder, { recursive: true });
  await watchMetadata(auth, folder);
  expect(await auditTypes(db)).toEqual(['metadata_imported', 'alarm_raised']);
});

test('REG-09 stale metadata raises one alarm for each BLOB, after the days that the rules give', async ({
  db,
  auth,
  folder,
}) => {
  const raised = () => db.alarm.findMany({ orderBy: { id: 'asc' }, select: { kind: true, detail: true } });
  await take(auth, folder); // next update on 1 December, and 30 days of grace: until the end of 31 December
  auth.pass(DAY_SECONDS * 39.4); // 31 December, 21:36
  await watchMetadata(auth, folder);
  expect(await raised()).toEqual([]);

  auth.pass(DAY_SECONDS * 0.1); // midnight, UTC
  await watchMetadata(auth, folder);
  await db.alarm.updateMany({ data: { settledAt: auth.now(), openKey: null } });
  await watchMetadata(auth, folder);
  expect(await raised()).toEqual([{ kind: 'metadata_stale', detail: '7' }]);

  await take(auth, folder, { number: 8 }); // as old as the first
  await watchMetadata(auth, folder);
  expect(await raised()).toHaveLength(2);
});

test('REG-09 an installation without metadata has nothing to watch', async ({ db, auth, folder }) => {
  await watchMetadata(auth, folder);
  expect(await auditTypes(db)).toEqual([]);
  expect(await findMetadataJudgement(db, DEFAULT_METADATA_RULES, auth.now())).toBeNull();
});
