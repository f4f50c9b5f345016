/**
 * Every page that anybody can reach, found by following every link: in both languages and themes, from a phone's
 * width to a desk's.
 */
import type { BrowserContext } from '@playwright/test';
import { createDb } from '#prisma/client.ts';
import { crawl } from '../support/crawl.ts';
import type { FoundPage } from '../support/crawl.ts';
import { findAccessibilityFaults, findSidewaysScroll } from '../support/page-audit.ts';
import { VIEWS, chooseLanguage, expectFitForAll } from '../support/page-looks.ts';
import type { View } from '../support/page-looks.ts';
import { PEOPLE } from '../support/people.ts';
import { allAddresses } from '../support/route-table.ts';
import type { RunningPortal } from '../support/running-portal.ts';
import { expect, linkFor, openLink, test } from './portal-fixture.ts';

/** Addresses without a page of their own: they take a form, lead elsewhere or give a file. */
const NO_PAGE = [
  '/',
  '/preferences',
  '/agent/download/:name',
  '/company/logo',
  '/sign-out',
  '/lock',
  '/my-key/sessions/end-others',
  '/my-key/sessions/:sessionId/end',
  '/switch-account',
  '/orders/:orderId/again',
  '/prices/export.csv',
  '/documents/:documentId',
  // A page only while a source is asked; in the demo all documents came with their files.
  '/documents/:documentId/copy',
  '/audit/export',
  '/desk/customers/:accountId/price-lists',
  '/desk/keys/reports/export',
  '/desk/stock/bulk-issue/:proposalId/papers',
  '/desk/keys/:keyId/hand-over-sheet',
  '/desk/keys/:keyId/claim-slip',
  '/desk/keys/:keyId/sessions/:sessionId/end',
  '/desk/ties/rows/:rowId/confirm',
  '/people/keys/:keyId/stop',
];

/** Only a locked session has it; the story in lock.spec.ts looks at it. */
const OF_LOCKED = ['/locked'];

/** Pages that only a key without a PIN of its own has; the demo has none. The story in u2f.spec.ts looks at them. */
const OF_PORTAL_PIN = ['/my-key/pin', '/desk/keys/:keyId/reset-pin', '/desk/keys/:keyId/unlock-pin'];

/** In the demo nothing waits for a second person. four-eyes.spec.ts and bulk-issue.spec.ts look at these. */
const OF_TWO = ['/admin/proposals/:proposalId', '/desk/stock/bulk-issue/:proposalId'];

/** In the demo nobody has asked for an order yet. test/portal/requests looks at them. */
const OF_REQUESTS = ['/requests/:requestId', '/desk/requests/:requestId'];

/** In the demo nobody has an old key, nor an agent. dongle.spec.ts looks at them. */
const OF_DONGLES = [
  '/desk/keys/:keyId/secret',
  '/desk/keys/:keyId/new-computer',
  '/desk/customers/:accountId/agents/:agentId/revoke',
  '/my-key/computers/new',
  '/my-key/computers/:agentId/remove',
  '/my-key/watch',
];

const BEFORE_SIGN_IN = [
  '/sign-in',
  '/sign-in?reason=ended&return=/orders',
  '/sign-in?reason=signed-out',
  '/sign-in?problem=server',
  '/sign-in?enrolled=yes',
  '/sign-in/number',
  '/sign-in/dongle',
  '/sign-in/number?enrolled=yes',
  '/sign-in/no-answer',
  '/sign-in/no-answer?reason=suspended',
  '/agent',
  '/sign-in/unsupported',
  '/stop',
  '/stop?done=yes',
  '/enrol',
  '/enrol/key',
  '/enrol/dongle',
  '/enrol/computer',
];

const OF_CUSTOMERS = [
  '/search?q=ремень',
  '/search?q=ничего-такого-нет',
  '/orders?q=ничего-такого-нет',
  '/prices?q=ничего-такого-нет',
  '/documents?kind=contract',
  '/documents?q=ничего-такого-нет',
  '/documents?problem=unavailable',
  '/no-such-page',
];

/** Who walks, and what no link leads to: answers of forms, empty lists, refusals. */
const WALKS = {
  owner: OF_CUSTOMERS,
  receiver: ['/prices', ...OF_CUSTOMERS],
  manager: ['/desk?q=ничего-такого-нет', '/admin', '/no-such-page'],
  loyalty: ['/loyalty?status=ended'],
  administrator: ['/desk'],
  auditor: ['/audit?q=ничего-такого-нет'],
} as const;
type Walker = keyof typeof WALKS;
const WALKERS = ['owner', 'receiver', 'manager', 'loyalty', 'administrator', 'auditor'] as const;

test.describe.configure({ mode: 'parallel' });

test('every address of the portal is a page that somebody can reach, or is known to be none; no link is dead', async ({
  openBrowser,
  portal,
}) => {
  test.setTimeout(180_000);
  const reached = new Set(BEFORE_SIGN_IN.map((path) => path.replace(/\?.*/, '')));
  const dead: FoundPage[] = [];
  const keyPage = await pageOfWaitingKey(portal);
  for (const as of WALKERS) {
    const { request } = await openBrowser({ as });
    for (const page of await walk(request, { origin: portal.origin, as, keyPage })) {
      if (page.isHtml) reached.add(page.pattern);
      if (page.status >= (page.linkedFrom === page.path ? 500 : 400)) dead.push(page);
    }
  }
  expect(dead).toEqual([]);
  const patterns = allAddresses().map(({ pattern }) => pattern);
  const elsewhere = [...NO_PAGE, ...OF_LOCKED, ...OF_PORTAL_PIN, ...OF_TWO, ...OF_REQUESTS, ...OF_DONGLES];
  expect(patterns.filter((pattern) => !reached.has(pattern)).sort()).toEqual(elsewhere.sort());
});

test('the pages before the sign-in are for everybody', async ({ openBrowser, portal }) => {
  const page = await openBrowser();
  const link = await linkFor(portal, 'customer', 'Олеся Полеводова');
  for (const view of VIEWS) {
    await chooseLanguage(page, portal.origin, view);
    await openLink(page, link);
    for (const path of [...BEFORE_SIGN_IN, '/enrol/key?problem=no_answer']) {
      await page.goto(`${portal.origin}${path}`);
      await expectFitForAll(page, view);
    }
    await page.context().clearCookies();
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/enrol/key`);
    await expectFitForAll(page, view);
  }
});

test('whoever works for two companies can choose between them', async ({ openBrowser, portal }) => {
  const page = await openBrowser({ as: 'accountant' });
  for (const view of VIEWS) {
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/home`);
    await expect(page.locator('select[name=accountId] option')).toHaveCount(2);
    await expectFitForAll(page, view);
  }
});

for (const as of WALKERS) {
  test(`every page of the ${as} is for everybody`, async ({ openBrowser, portal }) => {
    test.setTimeout(300_000);
    const page = await openBrowser({ as });
    const found = await walk(page.request, {
      origin: portal.origin,
      as,
      keyPage: await pageOfWaitingKey(portal),
    });
    for (const view of VIEWS) {
      await chooseLanguage(page, portal.origin, view);
      for (const path of toLookAt(found, view)) {
        await page.goto(`${portal.origin}${path}`);
        await expectFitForAll(page, view);
      }
    }
  });
}

test('an audit of a page with faults finds them', async ({ openBrowser, portal }) => {
  const page = await openBrowser();
  await page.goto(`${portal.origin}/sign-in`);
  await page.evaluate(() => {
    const faint = document.createElement('p');
    faint.textContent = 'faint';
    faint.style.color = 'rgb(200 200 200)';
    const wide = document.createElement('div');
    wide.style.width = '2000px';
    wide.append(document.createElement('img'));
    document.querySelector('main')?.append(faint, wide);
  });
  const found = await findAccessibilityFaults(page);
  expect(found.map((line) => line.split(' ')[0])).toEqual(
    expect.arrayContaining(['color-contrast', 'image-alt']),
  );
  expect(await findSidewaysScroll(page)).not.toEqual([]);
});

type Walk = { origin: string; as: Walker; keyPage: string };

function walk(request: BrowserContext['request'], { origin, as, keyPage }: Walk): Promise<FoundPage[]> {
  const ofManager = as === 'manager' ? [keyPage] : [];
  return crawl(request, { origin, start: [PEOPLE[as].home, ...ofManager, ...WALKS[as]] });
}

/**
 * What a manager does with a key that waits is on its page alone, and stories before may have used all that come first.
 * Nor is it one of those who walk: they register theirs when they sign in.
 */
async function pageOfWaitingKey({ databaseUrl }: RunningPortal): Promise<string> {
  const db = createDb(databaseUrl);
  const { id } = await db.key.findFirstOrThrow({
    where: {
      status: 'assigned',
      account: { accountManager: { name: PEOPLE.manager.name } },
      holder: { name: { notIn: Object.values(PEOPLE).map(({ name }) => name) } },
    },
    select: { id: true },
  });
  await db.$disconnect();
  return `/desk/keys/${id}`;
}

/** Two pages of an address in the first language: two orders or two keys differ more than the next twenty. */
function toLookAt(found: readonly FoundPage[], view: View): string[] {
  const most = view === VIEWS[0] ? 2 : 1;
  const pages = found.filter(({ isHtml }) => isHtml);
  return pages
    .filter((page) => {
      const ofPattern = pages.filter(({ pattern }) => pattern === page.pattern);
      return page.linkedFrom === page.path || ofPattern.indexOf(page) < most;
    })
    .map(({ path }) => path);
}
