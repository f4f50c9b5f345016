/**
 * Pages never call a source: a page is what the portal knows, however slow, wrong or far away the ERP is. What may ask
 * one at somebody's wish is named here: buttons of the administrator, and the fetching of documents beside the pages.
 */
import { afterEach, expect, test } from 'vitest';
import { createCopyFetcher } from '#portal/documents/fetch-copies.server.ts';
import { signedInStaff } from '#test/support/builders.ts';
import { aDesk } from '#test/support/desk-builders.ts';
import { test as onPortal } from '#test/support/portal-test.ts';
import { sourceFiles } from '#test/support/source-files.ts';
import { aDocument, aTie } from '#test/support/trade-builders.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { pageDataOf, waysOf } from './answers.ts';
import { openCountedSources } from './counted-sources.ts';
import type { CountedSources } from './counted-sources.ts';
import { allReads } from './customer-routes.ts';
import { importsIn, modulesThatReach } from './modules-that-reach.ts';
import { staffPathOf } from './staff-paths.ts';
import { STAFF_ROUTES } from './staff-routes.ts';
import { test as onWorld } from './world-test.ts';
import { signIn } from './world.ts';

const opened: CountedSources[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

onWorld(
  'no page of a customer makes a connection to a source; the document that one asks for is fetched beside it',
  async ({ world: { portal, db, quartz } }) => {
    const sources = await openCountedSources(portal, db);
    opened.push(sources);
    const document = await aDocumentAtSource();
    let wishes = 0;
    portal.services.copies.wake = () => void (wishes += 1);
    const as = await signIn(db, quartz);
    const reads = allReads({ ...quartz, sessionId: as.sessionId, keyId: as.keyId });
    const atSource = [`/documents/${document}`, `/documents/${document}/copy`];
    const paths = [...reads.flatMap(({ path, file }) => [path, pageDataOf(path, file)]), ...atSource];

    for (const path of paths) {
      const { status } = await portal.request(path, { as });
      expect([path, status < 500, sources.connections()]).toEqual([path, true, 0]);
    }

    expect(paths.length).toBeGreaterThan(100);
    expect(wishes).toBe(1);
    const { asking, documents, log } = portal.services;
    expect(await createCopyFetcher({ asking, documents, log }).run()).toBe(1);
    expect(sources.connections()).toBeGreaterThan(0); // so that none of the pages' proves something

    async function aDocumentAtSource(): Promise<string> {
      const sourceId = sources.sourceIdOf('erpnext');
      await aTie(db, { accountId: quartz.accountId, sourceId });
      const file = { mediaType: null, sizeBytes: null, sha256: null, fileName: null };
      const { accountId } = quartz;
      return (await aDocument(db, { accountId, sourceId, externalId: 'INV-7', number: 'INV-7', ...file })).id;
    }
  },
);

onPortal(
  'no page of a manager or an administrator makes a connection to a source; the button “Test” does',
  async ({ portal, db }) => {
    const sources = await openCountedSources(portal, db);
    opened.push(sources);
    const desk = await aDesk(db);
    const [administrator, auditor, loyalty] = await Promise.all(
      (['administrator', 'auditor', 'loyalty'] as const).map((role) => signedInStaff(db, role)),
    );
    const keys = { 'account-manager': desk.manager, administrator, auditor, loyalty };
    const sourcePages = [
      `/admin/sources/connect?name=${encodeURIComponent(sources.nameOf('erpnext'))}`,
      `/admin/sources/${sources.sourceIdOf('business-central')}/orders`,
    ];
    let asked = 0;
    for (const { pattern } of allAddresses()) {
      const route = STAFF_ROUTES[pattern];
      if (route === undefined) continue;
      const path = await staffPathOf(db, pattern, desk);
      const more = pattern === '/admin/sources' ? sourcePages : [];
      for (const way of [...waysOf(path), ...more]) {
        for (const role of route.opens) {
          const { status } = await portal.request(way, { as: keys[role] });
          expect([way, role, status < 400, sources.connections()]).toEqual([way, role, true, 0]);
          asked += 1;
        }
      }
    }
    expect(asked).toBeGreaterThan(Object.keys(STAFF_ROUTES).length);

    const form = { intent: 'test', name: sources.nameOf('business-central') };
    await portal.request('/admin/sources/connect', { as: administrator, form });
    expect(sources.connections()).toBeGreaterThan(0);
  },
);

/** Who may open a connection to a source; whatever can is at its end. */
const WAY_OUT = 'portal/connectors/http/source-client.server.ts';

/** Routes from which imports lead to the way out, each with the form that may ask. */
const ASKING_ROUTES: Readonly<Record<string, string>> = {
  'portal/admin/connect-source.route.tsx': '“Test” and “Preview” of a source',
  'portal/admin/outlet/outlet.route.tsx': '“Test” of the way for orders',
  'portal/admin/tracking/tracking.route.tsx': '“Test” of a carrier',
};
/** Who has documents fetched, beside whatever page noted the wish. */
const WAKERS = ['portal/documents/copy.route.tsx', 'portal/documents/document.route.ts'];

test('no route leads to a source by its imports, but for the administrator’s that have a button for it', () => {
  const leading = [...modulesThatReach(WAY_OUT)].filter((path) => /\.route\.tsx?$/.test(path));
  expect(leading.toSorted()).toEqual(Object.keys(ASKING_ROUTES));
});

test('what only the way out may do is done there: every protocol goes through it', () => {
  const reaching = modulesThatReach(WAY_OUT);
  for (const protocol of ['odata', 'odoo', 'rest', 'tryton']) {
    expect(reaching).toContain(`portal/connectors/${protocol}/open-${protocol}.server.ts`);
  }
  expect(reaching).toContain('portal/connectors/tracking/cdek/open-cdek.server.ts');
  expect(reaching).toContain('portal/connectors/odata/order-writer.server.ts');
});

test.each(Object.keys(ASKING_ROUTES))(
  '%s asks a source for a form that was sent, never for a page',
  (path) => {
    const text = sourceFiles().find((file) => file.path === path)?.text ?? '';
    const loader = /export async function loader[^]*?\n}/.exec(text)?.[0] ?? '';
    expect(loader).toContain('requirePermission');
    expect(loader).not.toMatch(/\b(?:test|preview|deliver|fetch|sync|open)\w*\(/);
    expect(loader).not.toMatch(/\b(?:asking|outlets)\b/);
  },
);

test('the fetching of documents is woken by two routes and waited for by none', () => {
  const files = sourceFiles().filter(({ text }) => /\bcopies\.(?:wake|run)\(/.test(text));
  const routes = files.filter(({ path }) => path.includes('.route.'));
  expect(routes.map(({ path }) => path)).toEqual(WAKERS);
  expect(routes.filter(({ text }) => text.includes('copies.run('))).toEqual([]);
});

test('an import is found however it is written, and one of types is none', () => {
  const found = importsIn(
    'portal/a/b.ts',
    [
      "import type { A } from './type.ts';",
      "import { b } from '../one.ts';",
      "import {\n  c,\n  type D,\n} from '#portal/two.ts';",
      "export { e } from './three.ts';",
      "export type { F } from './also-type.ts';",
      "import './four.ts';",
      "const g = await import('./five.ts');",
      "import { z } from 'zod';",
    ].join('\n'),
  );
  expect(found).toEqual([
    'portal/one.ts',
    'portal/two.ts',
    'portal/a/three.ts',
    'portal/a/four.ts',
    'portal/a/five.ts',
  ]);
});
