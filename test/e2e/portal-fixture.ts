/**
 * What every browser story starts from: a running demo portal, once a worker; people who sit at computers of their
 * own; and the rule that no browser has anything to complain of on any page.
 */
import { test as base, expect } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { collectFaults } from '../support/page-faults.ts';
import { PEOPLE } from '../support/people.ts';
import type { PersonName } from '../support/people.ts';
import { startPortal } from '../support/running-portal.ts';
import type { EnrolLine, RunningPortal } from '../support/running-portal.ts';
import { plugInKey } from '../support/virtual-key.ts';
import type { VirtualKey } from '../support/virtual-key.ts';

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

export type StoryFixtures = {
  /** A browser of its own, at another computer; with `as` somebody is signed in there already. */
  openBrowser: (options?: ContextOptions & { as?: PersonName }) => Promise<Page>;
  /** An installation that nobody has used yet, as right after its first start. Named before `page`, it outlives it. */
  newPortal: RunningPortal;
  faults: string[];
};

type WorkerFixtures = {
  portal: RunningPortal;
  /** Cookies of a session that this person opened with a key of theirs. */
  sessionOf: (person: PersonName) => Promise<Cookies>;
};

/** A session that no story has used for so long may be locked before the next one is through: the limit is five minutes. */
const LEFT_ALONE_MS = 120_000;

export const test = base.extend<StoryFixtures, WorkerFixtures>({
  portal: [
    // Playwright reads from the pattern which fixtures are wanted; an empty one means none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const portal = await startPortal({ from: process.env['BRELOK_E2E_DEMO'] });
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sessionOf: [
    async ({ browser, portal }, use) => {
      const sessions = new Map<PersonName, { cookies: Promise<Cookies>; usedAt: number }>();
      await use((person) => {
        const known = sessions.get(person);
        const isFresh = known !== undefined && Date.now() - known.usedAt < LEFT_ALONE_MS;
        const cookies = isFresh ? known.cookies : openSession(browser, portal, person);
        sessions.set(person, { cookies, usedAt: Date.now() });
        return cookies;
      });
    },
    { scope: 'worker' },
  ],
  faults: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const faults: string[] = [];
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, faults }, use) => {
    collectFaults(context, faults);
    await use(context);
  },
  openBrowser: async ({ browser, sessionOf, faults }, use) => {
    const opened: BrowserContext[] = [];
    await use(async ({ as, ...options } = {}) => {
      const context = await browser.newContext(options);
      opened.push(context);
      collectFaults(context, faults);
      if (as !== undefined) await context.addCookies(await sessionOf(as));
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  // oxlint-disable-next-line no-empty-pattern
  newPortal: async ({}, use) => {
    const portal = await startPortal({ from: process.env['BRELOK_E2E_DEMO'] });
    await use(portal);
    await portal.stop();
  },
});

export { expect };

async function openSession(browser: Browser, portal: RunningPortal, person: PersonName): Promise<Cookies> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAs(page, portal, person);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** Opens a printed link, types the code and registers the key that is plugged in. Ends on the sign-in page. */
export async function enrol(page: Page, link: EnrolLine): Promise<VirtualKey> {
  const key = await plugInKey(page);
  await openLink(page, link);
  await page.locator('#register').click();
  await page.waitForURL('**/sign-in?enrolled=yes');
  return key;
}

/** Opens a printed link and types its code. Ends on the page that registers a key. */
export async function openLink(page: Page, link: EnrolLine): Promise<void> {
  await page.goto(link.url);
  await page.locator('input[name=code]').fill(link.code);
  await page.locator('main form button').click();
  await page.waitForURL('**/enrol/key');
}

/** Signs in with the key that is plugged in. Ends where a person of this role begins. */
export async function signIn(page: Page, home: string): Promise<void> {
  await page.locator('#sign-in').click();
  await page.waitForURL((url) => url.pathname === home || url.searchParams.get('done') === 'displaced');
  // Stories before have left sessions of this key: the oldest made room, which a page says first.
  if (new URL(page.url()).pathname !== home) await page.goto(home);
}

/**
 * Signs somebody in with a new key of theirs, which stays plugged into this page: for stories in which the key confirms
 * what is done. Their session is this page's alone.
 */
export async function signInAs(page: Page, portal: RunningPortal, person: PersonName): Promise<VirtualKey> {
  const { role, name, home } = PEOPLE[person];
  const key = await enrol(page, await linkFor(portal, role, name));
  await signIn(page, home);
  return key;
}

/** A further person's link, made by the operator. */
export async function linkFor(portal: RunningPortal, role: string, holder: string): Promise<EnrolLine> {
  const { exitCode, output } = await portal.brelok('enrol-link', '--role', role, '--holder', holder);
  const [, , url, code, name] = /enrol (\S+) (\S+) code (\S+) name (.+)/.exec(output) ?? [];
  expect(exitCode, output).toBe(0);
  if (url === undefined || code === undefined || name === undefined) throw new Error(output);
  return { role, url, code, name };
}
