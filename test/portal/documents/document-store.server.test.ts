import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { createDocumentStore } from '#portal/documents/document-store.server.ts';

const PDF = Buffer.from('%PDF-1.7 the price is 100 roubles');
const ADDRESS = { id: 'row-1', sha256: sha256Of(PDF) };

test('a document comes back byte by byte, and its file shows nothing of it', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);

  expect(await store.open(ADDRESS)).toEqual({ ok: true, bytes: PDF });
  const [file] = await filesIn(folder);
  expect((await readFile(file ?? '')).includes('roubles')).toBe(false);
});

test('only the owner of the process may read the files', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);

  const [file] = await filesIn(folder);
  expect((await stat(file ?? '')).mode & 0o077).toBe(0);
  expect((await stat(join(folder))).mode & 0o077).toBe(0);
});

test('a document that is not there is missing, not an error', async () => {
  expect(await aStore().store.open(ADDRESS)).toEqual({ ok: false, reason: 'missing' });
});

test('a document with any bit changed is not opened', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);
  const [file = ''] = await filesIn(folder);
  const sealed = await readFile(file);

  for (let position = 0; position < sealed.byteLength; position += 1) {
    const spoilt = Buffer.from(sealed);
    spoilt[position] = (spoilt[position] ?? 0) ^ 1;
    await writeFile(file, spoilt);
    expect(await store.open(ADDRESS)).toEqual({ ok: false, reason: 'damaged' });
  }
});

test('a document cut short is not opened', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);
  const [file = ''] = await filesIn(folder);
  const sealed = await readFile(file);

  for (const length of [0, 1, 20, sealed.byteLength - 1]) {
    await writeFile(file, sealed.subarray(0, length));
    expect(await store.open(ADDRESS)).toEqual({ ok: false, reason: 'damaged' });
  }
});

test('the file of one customer in the place of the file of another is not opened', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);
  const [mine = ''] = await filesIn(folder);
  const other = { id: 'row-2', sha256: ADDRESS.sha256 };
  await store.put(other, PDF);
  const theirs = (await filesIn(folder)).find((file) => file !== mine) ?? '';

  await copyFile(mine, theirs);

  expect(await store.open(other)).toEqual({ ok: false, reason: 'damaged' });
});

test.each([
  { what: 'customer', copyFor: { accountId: 'account-2', version: 'version-1' } },
  { what: 'version', copyFor: { accountId: 'account-1', version: 'version-2' } },
])('a copy in the place of that of another $what is not opened', async ({ copyFor }) => {
  const { store, folder } = aStore();
  const mine = { ...ADDRESS, copyFor: { accountId: 'account-1', version: 'version-1' } };
  await store.put(mine, PDF);
  const [own = ''] = await filesIn(folder);
  const other = { ...ADDRESS, copyFor };
  await store.put(other, PDF);
  const theirs = (await filesIn(folder)).find((file) => file !== own) ?? '';

  await copyFile(own, theirs);

  expect(await store.open(other)).toEqual({ ok: false, reason: 'damaged' });
  expect(await store.open(ADDRESS)).toEqual({ ok: false, reason: 'missing' });
});

test('what is erased is gone, and erasing it again does nothing', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);
  await store.remove(ADDRESS);
  await store.remove(ADDRESS);
  expect(await store.open(ADDRESS)).toEqual({ ok: false, reason: 'missing' });
  expect(await filesIn(folder)).toEqual([]);
});

test('another envelope key opens nothing', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);

  const stranger = createDocumentStore({ folder, envelopeKeys: [randomBytes(32)] });
  expect(await stranger.open(ADDRESS)).toEqual({ ok: false, reason: 'damaged' });
});

test('keeping a document again mends a damaged file and leaves no other', async () => {
  const { store, folder } = aStore();
  await store.put(ADDRESS, PDF);
  const [file = ''] = await filesIn(folder);
  await writeFile(file, 'rubbish');

  await store.put(ADDRESS, PDF);

  expect(await store.open(ADDRESS)).toMatchObject({ ok: true });
  expect(await filesIn(folder)).toHaveLength(1);
});

test('bytes that are not what their row says are never kept', async () => {
  const { store, folder } = aStore();

  await expect(store.put(ADDRESS, Buffer.from('%PDF- another'))).rejects.toThrow('SHA-256');
  expect(await filesIn(folder)).toEqual([]);
});

function aStore() {
  const folder = join(inject('testFolder'), `documents-${randomUUID()}`);
  return { folder, store: createDocumentStore({ folder, envelopeKeys: [randomBytes(32)] }) };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
