import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { FILE_FORMATS } from '#portal/connectors/file-drop/columns.ts';
import { ENTITY_KINDS } from '#portal/connectors/port.ts';
import { DEMO_SOURCE, generateDemo } from '#portal/demo/generate-demo.server.ts';
import { NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { aSync, importFrom } from '#test/support/sync.ts';

/** Thousands of rows and a hundred papers: a busy machine takes its time. */
const PATIENCE_MS = 90_000;
const TODAY = NOON.toISOString().slice(0, 10);

test(
  'the portal takes every row of the demo in, with no fault and no warning, once',
  async ({ db }) => {
    const sync = await aSync(db);
    const dir = join(inject('testFolder'), `demo-${randomUUID()}`);
    const made = await generateDemo({ dir, today: TODAY, orders: 30, customers: 6 });
    if (!made.ok) throw new Error('the folder is not empty');

    const options = { sourceName: DEMO_SOURCE, acceptsDemoData: true };
    const outcome = await importFrom(sync, dir, options);

    expect(outcome).toMatchObject({ ok: true, change: 'applied', quarantined: 0, warnings: { total: 0 } });
    const counts = outcome.ok && 'counts' in outcome ? outcome.counts : {};
    for (const kind of ENTITY_KINDS) {
      expect(counts[kind]?.added, kind).toBe(made.rows[FILE_FORMATS[kind].fileName]);
    }
    expect(await importFrom(sync, dir, options)).toEqual({ ok: true, change: 'unchanged' });
  },
  PATIENCE_MS,
);

test('a portal that takes real data only refuses the demo', async ({ db }) => {
  const dir = join(inject('testFolder'), `demo-${randomUUID()}`);
  await generateDemo({ dir, today: TODAY, orders: 2, customers: 1 });

  const outcome = await importFrom(await aSync(db), dir, {
    sourceName: DEMO_SOURCE,
    acceptsDemoData: false,
  });

  expect(outcome).toMatchObject({ ok: false, reason: 'refused' });
  expect(await db.order.count()).toBe(0);
});
