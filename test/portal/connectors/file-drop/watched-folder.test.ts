/** The folder into which an ERP puts its drops: each is taken once, whole, and lies where an operator sees what became of it. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { takeInDrops } from '#portal/connectors/file-drop/watch/take-in-drops.server.ts';
import type { Db } from '#prisma/client.ts';
import { test } from '#test/support/db.ts';
import { writeFileDrop } from '#test/support/file-drop.ts';
import type { FileDropText } from '#test/support/file-drop.ts';
import { aCounterparty, many } from '#test/support/source-rows.ts';
import { aSync } from '#test/support/sync.ts';

const MINUTE_MS = 60_000;
const ROWS = { counterparty: many(20, (id) => aCounterparty(id)) };

/** Time passes by `pass`; files are as old as they are. */
async function aWatch(db: Db) {
  const folder = join(inject('testFolder'), `incoming-${randomUUID()}`);
  const sync = await aSync(db);
  let aheadMs = 0;
  const deps = { ...sync, folder, acceptsDemoData: true, now: () => new Date(Date.now() + aheadMs) };
  await mkdir(join(folder, 'erp'), { recursive: true });
  return {
    folder,
    look: () => takeInDrops(deps),
    pass: (minutes: number) => {
      aheadMs += minutes * MINUTE_MS;
    },
    put: async (name: string, drop: FileDropText = { rows: ROWS }): Promise<string> => {
      const path = join(folder, 'erp', name);
      await rename(await writeFileDrop(drop), path);
      return path;
    },
    names: (...inside: string[]) => readdir(join(folder, 'erp', ...inside)),
    reasonOf: (name: string) => readFile(join(folder, 'erp', 'failed', name, 'REASON.txt'), 'utf8'),
  };
}

test('a drop is taken when nothing in it has changed for a minute, and lies under "done" then', async ({
  db,
}) => {
  const watch = await aWatch(db);
  await watch.put('2026-03-05');

  expect(await watch.look()).toEqual([]);
  expect(await db.counterparty.count()).toBe(0);
  watch.pass(2);

  expect(await watch.look()).toMatchObject([{ source: 'erp', drop: '2026-03-05', became: 'done' }]);
  expect(await db.counterparty.count()).toBe(20);
  expect(await watch.names('done')).toEqual(['2026-03-05']);
  expect(await watch.look()).toEqual([]);
});

test.for(['.drop', 'drop.part', 'drop.TMP', 'drop.filepart'])(
  'a drop under the name %j is still being written, until it gets its own',
  async (name, { db }) => {
    const watch = await aWatch(db);
    const path = await watch.put(name);
    watch.pass(60);

    expect(await watch.look()).toEqual([]);

    await rename(path, join(watch.folder, 'erp', 'drop'));
    watch.pass(2);
    expect(await watch.look()).toMatchObject([{ became: 'done' }]);
  },
);

test('a drop without its manifest waits for it, and for no longer than a day', async ({ db }) => {
  const watch = await aWatch(db);
  await mkdir(join(watch.folder, 'erp', 'slow'));
  watch.pass(23 * 60);
  expect(await watch.look()).toEqual([]);

  watch.pass(2 * 60);

  expect(await watch.look()).toMatchObject([{ became: 'failed' }]);
  expect(await watch.reasonOf('slow')).toContain('no manifest.json for a day');
});

test('a drop that can’t be read changes nothing, says why in a file beside it, and keeps no other one waiting', async ({
  db,
}) => {
  const watch = await aWatch(db);
  await watch.put('1', { rows: { counterparty: [aCounterparty('1', { name: '' })] } });
  await watch.put('2');
  watch.pass(2);

  expect(await watch.look()).toMatchObject([
    { drop: '1', became: 'failed' },
    { drop: '2', became: 'done' },
  ]);

  expect(await watch.reasonOf('1')).toMatch(/^Nothing was changed\.\ncounterparties\.csv, line 2, name: /);
  expect(await db.counterparty.count()).toBe(20);
});

test('a drop that would remove more than a tenth waits under "failed" for a person’s word', async ({
  db,
}) => {
  const watch = await aWatch(db);
  await watch.put('1');
  watch.pass(2);
  await watch.look();
  const manifest = { generatedAt: '2026-03-05T10:00:00Z' };
  await watch.put('2', { rows: { counterparty: [aCounterparty('000001')] }, manifest });
  watch.pass(2);

  expect(await watch.look()).toMatchObject([{ became: 'failed', wouldRemove: true }]);

  expect(await watch.reasonOf('2')).toMatch(/19 of 20 of kind counterparty.*\n.*--allow-removal/);
  expect(await db.counterparty.count({ where: { deletedAt: null } })).toBe(20);
});

test('a drop of another source than its folder’s is not taken in', async ({ db }) => {
  const watch = await aWatch(db);
  await watch.put('1', { rows: ROWS, manifest: { source: 'another' } });
  watch.pass(2);

  await watch.look();

  expect(await watch.reasonOf('1')).toContain('says that it comes from another, not from erp');
});

test('no link leads out of the folder: neither a file, nor the documents, nor a drop, nor a source', async ({
  db,
}) => {
  const watch = await aWatch(db);
  const outside = await writeFileDrop({ rows: ROWS });
  await symlink(join(outside, 'counterparties.csv'), join(await watch.put('file'), 'more.csv'));
  await symlink(outside, join(await watch.put('folder'), 'documents'));
  await symlink(outside, join(watch.folder, 'erp', 'drop'));
  await symlink(join(watch.folder, 'erp'), join(watch.folder, 'other'));
  watch.pass(2);

  expect(await watch.look()).toMatchObject([
    { source: 'erp', drop: 'file', became: 'failed' },
    { source: 'erp', drop: 'folder', became: 'failed' },
  ]);

  expect(await watch.reasonOf('file')).toBe('more.csv is not a plain file\n');
  expect(await db.counterparty.count()).toBe(0);
});

test.for(['a\nb', '-rf', 'a$(b)', `${'x'.repeat(101)}`])(
  'a drop may not be called %j',
  async (name, { db }) => {
    const watch = await aWatch(db);
    await watch.put(name);
    watch.pass(2);

    expect(await watch.look()).toMatchObject([{ became: 'failed' }]);

    expect(await db.counterparty.count()).toBe(0);
  },
);

test('of several processes one takes a drop', async ({ db }) => {
  const watch = await aWatch(db);
  await watch.put('1');
  watch.pass(2);

  const taken = (await Promise.all([watch.look(), watch.look(), watch.look()])).flat();

  expect(taken).toMatchObject([{ drop: '1', became: 'done' }]);
});

test('a drop that a process had in hand when it died is taken by the next one, and not before that is certain', async ({
  db,
}) => {
  const watch = await aWatch(db);
  const path = await watch.put('1');
  const inHand = join(watch.folder, 'erp', '.taking', '1');
  await mkdir(join(watch.folder, 'erp', '.taking'));
  await rename(path, inHand);
  const now = new Date();
  await utimes(inHand, now, now);
  watch.pass(2);
  expect(await watch.look()).toEqual([]);

  watch.pass(4);

  expect(await watch.look()).toMatchObject([{ drop: '1', became: 'done' }]);
});

test('a second drop of the same name lies beside the first one', async ({ db }) => {
  const watch = await aWatch(db);
  await watch.put('daily');
  watch.pass(2);
  await watch.look();
  await watch.put('daily');
  watch.pass(2);

  await watch.look();

  expect((await watch.names('done')).toSorted()).toEqual(['daily', 'daily 2']);
});
