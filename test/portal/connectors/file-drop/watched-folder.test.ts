/** The folder into which an ERP puts its drops: each is taken once, whole, and lies where an operator sees what became of it. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, inject } from 'vitest';
import { emptyOld } from '#portal/connectors/file-drop/watch/empty-old.server.ts';
import { beat } from '#portal/connectors/file-drop/watch/in-hand.server.ts';
import { takeInDrops } from '#portal/connectors/file-drop/watch/take-in-drops.server.ts';
import type { Db } from '#prisma/client.ts';
import { test } from '#test/support/db.ts';
import { sha256Of, writeFileDrop } from '#test/support/file-drop.ts';
import type { FileDropText } from '#test/support/file-drop.ts';
import { aCounterparty, many } from '#test/support/source-rows.ts';
import { aSync, importFrom } from '#test/support/sync.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const ACT = Buffer.from('%PDF-1.7');
const AN_ACT = {
  id: 'act',
  counterparty: '000001',
  kind: 'act',
  title: 'Act',
  issued_on: '2026-03-01',
  media_type: 'application/pdf',
  size: String(ACT.byteLength),
  sha256: sha256Of(ACT),
  file: 'act.pdf',
};
const ROWS = { counterparty: many(20, (id) => aCounterparty(id)) };

/** Time passes by `pass`; files are as old as they are. */
async function aWatch(db: Db) {
  const folder = join(inject('testFolder'), `incoming-${randomUUID()}`);
  const sync = await aSync(db);
  let aheadMs = 0;
  const faults: unknown[] = [];
  const log = { error: (fault: unknown) => void faults.push(fault) };
  let whileRead = () => Promise.resolve();
  const documents = { put: () => whileRead() };
  const deps = {
    ...sync,
    documents,
    folder,
    acceptsDemoData: true,
    log,
    now: () => new Date(Date.now() + aheadMs),
  };
  await mkdir(join(folder, 'erp'), { recursive: true });
  return {
    folder,
    faults,
    sync: { ...sync, now: deps.now },
    now: deps.now,
    whileItIsRead: (happens: () => Promise<void>) => {
      whileRead = happens;
    },
    look: () => takeInDrops(deps),
    empty: () => emptyOld(deps),
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

/** As a process leaves it that dies with a drop in hand. */
async function leaveInHand(folder: string, path: string): Promise<void> {
  await mkdir(join(folder, 'erp', '.taking'), { recursive: true });
  await rename(path, join(folder, 'erp', '.taking', basename(path)));
}

test('a drop that a process had in hand when it died is taken by the next one, and not before that is certain', async ({
  db,
}) => {
  const watch = await aWatch(db);
  await leaveInHand(watch.folder, await watch.put('1'));
  watch.pass(4);
  expect(await watch.look()).toEqual([]);

  watch.pass(2);

  expect(await watch.look()).toMatchObject([{ drop: '1', became: 'done' }]);
  expect(await watch.names('.taking')).toEqual([]);
});

test('a drop in hand is nobody else’s while its process says so, however old the drop’s own times are', async ({
  db,
}) => {
  const watch = await aWatch(db);
  const path = await watch.put('1');
  await leaveInHand(watch.folder, path);
  await utimes(join(watch.folder, 'erp', '.taking', '1'), new Date(0), new Date(0));
  watch.pass(600);
  await beat({ place: join(watch.folder, 'erp'), drop: '1' }, watch.now());
  watch.pass(4);
  expect(await watch.look()).toEqual([]);

  watch.pass(2);

  expect(await watch.look()).toMatchObject([{ drop: '1', became: 'done' }]);
});

test('of two drops of one name, the one that a dead process had in hand is set aside, and the newer one is taken', async ({
  db,
}) => {
  const watch = await aWatch(db);
  await leaveInHand(
    watch.folder,
    await watch.put('daily', { rows: { counterparty: many(3, (id) => aCounterparty(id)) } }),
  );
  await watch.put('daily');
  await watch.put('later', { rows: ROWS, manifest: { generatedAt: '2026-03-06T10:00:00Z' } });
  watch.pass(6);

  expect(await watch.look()).toMatchObject([
    { drop: 'daily', became: 'done' },
    { drop: 'later', became: 'done' },
  ]);

  expect(await watch.reasonOf('daily')).toContain('newer drop of this name');
  expect(await db.counterparty.count()).toBe(20);
  expect(watch.faults).toEqual([]);
});

test('a source that can’t be read holds up no other one, and the log says which and why', async ({ db }) => {
  const watch = await aWatch(db);
  await mkdir(join(watch.folder, 'bad', 'drop'), { recursive: true });
  await writeFile(join(watch.folder, 'bad', '.taking'), 'a file where a folder should be');
  watch.pass(25 * 60);
  await watch.put('1');
  watch.pass(2);

  expect(await watch.look()).toMatchObject([{ source: 'erp', became: 'done' }]);

  expect(watch.faults).toMatchObject([
    { source: 'bad', error: { message: expect.stringContaining('.taking') } },
  ]);
});

test('a file that says it is from the future is as old as its arrival', async ({ db }) => {
  const watch = await aWatch(db);
  const path = await watch.put('1');
  const future = new Date('2090-01-01T00:00:00Z');
  await utimes(join(path, 'manifest.json'), future, future);
  watch.pass(2);

  expect(await watch.look()).toMatchObject([{ became: 'done' }]);
});

test.for(['.taking', 'done', 'failed'])(
  'where a link stands in place of %s, no drop leaves by it and none is taken',
  async (name, { db }) => {
    const watch = await aWatch(db);
    const outside = join(watch.folder, 'outside');
    await mkdir(outside);
    await watch.put('1');
    await symlink(outside, join(watch.folder, 'erp', name));
    watch.pass(2);

    expect(await watch.look()).toEqual([]);
    expect(await readdir(outside)).toEqual([]);
    expect(await db.counterparty.count()).toBe(0);
    expect(watch.faults).toMatchObject([{ source: 'erp' }]);

    await rm(join(watch.folder, 'erp', name));
    expect(await watch.look()).toMatchObject([{ drop: '1', became: 'done' }]);
  },
);

test('after a drop that has to be taken again, no later one of its source is taken, which would make it too old', async ({
  db,
}) => {
  const watch = await aWatch(db);
  const between = await writeFileDrop({ rows: ROWS, manifest: { generatedAt: '2026-03-05T11:00:00Z' } });
  await watch.put('1', { rows: { ...ROWS, document: [AN_ACT] }, documents: { 'act.pdf': ACT } });
  await watch.put('2', { rows: ROWS, manifest: { generatedAt: '2026-03-06T10:00:00Z' } });
  watch.pass(2);
  watch.whileItIsRead(async () => {
    expect(await importFrom(watch.sync, between)).toMatchObject({ ok: true, change: 'applied' });
  });

  expect(await watch.look()).toMatchObject([{ drop: '1', became: 'again' }]);
  expect((await watch.names()).filter((name) => /^\d$/u.test(name))).toEqual(['1', '2']);
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

test('drops that are in are erased after 30 days, those that failed after 90, with their documents', async ({
  db,
}) => {
  const watch = await aWatch(db);
  await watch.put('1', { rows: { ...ROWS, document: [AN_ACT] }, documents: { 'act.pdf': ACT } });
  await watch.put('2', { rows: { counterparty: [aCounterparty('1', { name: '' })] } });
  watch.pass(2);
  await watch.look();
  watch.pass(30 * DAY_MINUTES - 10);
  expect(await watch.empty()).toBe(0);
  watch.pass(10);

  const erased = await Promise.all([watch.empty(), watch.empty()]); // as two processes do
  expect(Math.max(...erased)).toBe(1);
  await watch.empty();
  expect([await watch.names('done'), await watch.names('failed')]).toEqual([[], ['2']]);
  watch.pass(60 * DAY_MINUTES);
  expect(await watch.empty()).toBe(1);

  expect([await watch.names('failed'), await watch.names('.emptying')]).toEqual([[], []]);
  expect(await db.document.count()).toBe(1);
  expect(watch.faults).toEqual([]);
});

test('nothing is erased but what was put there as a drop: no folder of an operator, nothing that a link leads to', async ({
  db,
}) => {
  const watch = await aWatch(db);
  const outside = join(watch.folder, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'manifest.json'), 'of somebody else');
  for (const name of ['1', '2', '3']) await watch.put(name);
  watch.pass(2);
  await watch.look();
  const done = join(watch.folder, 'erp', 'done');
  await mkdir(join(done, 'notes'));
  await writeFile(join(done, 'notes', 'why.txt'), 'an operator wrote this');
  await mkdir(join(done, '2', 'sorted'));
  await symlink(outside, join(done, 'a link'));
  await symlink(outside, join(done, '3', 'documents'));
  await symlink(join(outside, 'manifest.json'), join(done, '1', 'more.csv'));
  watch.pass(91 * DAY_MINUTES);

  expect(await watch.empty()).toBe(2);

  expect((await watch.names('done')).toSorted()).toEqual(['2', 'a link', 'notes']);
  expect(await readFile(join(outside, 'manifest.json'), 'utf8')).toBe('of somebody else');
});

test('what a process that died was erasing is erased by the next one, and is no drop again', async ({
  db,
}) => {
  const watch = await aWatch(db);
  await mkdir(join(watch.folder, 'erp', '.emptying'));
  const left = await watch.put('1', { rows: { ...ROWS, document: [AN_ACT] }, documents: { 'act.pdf': ACT } });
  await rename(left, join(watch.folder, 'erp', '.emptying', 'left'));
  watch.pass(10);
  expect(await watch.look()).toEqual([]);

  await watch.empty();

  expect(await watch.names('.emptying')).toEqual([]);
});

test.for(['done', '.emptying'])(
  'where a link stands in place of %s nothing is erased',
  async (name, { db }) => {
    const watch = await aWatch(db);
    await watch.put('1');
    watch.pass(2);
    await watch.look();
    const outside = join(watch.folder, 'outside');
    await rename(join(watch.folder, 'erp', 'done'), outside);
    if (name === 'done') await symlink(outside, join(watch.folder, 'erp', 'done'));
    else {
      await rename(outside, join(watch.folder, 'erp', 'done'));
      await mkdir(outside);
      await symlink(outside, join(watch.folder, 'erp', '.emptying'));
    }
    watch.pass(91 * DAY_MINUTES);

    expect(await watch.empty()).toBe(0);

    expect(await readdir(outside)).toEqual(name === 'done' ? ['1'] : []);
    expect(await readdir(join(watch.folder, 'erp', 'done'))).toEqual(['1']);
  },
);
