/** What every browser story starts from: a running demo portal, once a worker, and what people do in it. */
import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startPortal } from '../support/running-portal.ts';
import type { EnrolLine, RunningPortal } from '../support/running-portal.ts';
import { plugInKey } from '../support/virtual-key.ts';
import type { VirtualKey } from '../support/virtual-key.ts';

export const test = base.extend<object, { portal: RunningPortal }>({
  portal: [
    // Playwright reads from the pattern which fixtures are wanted; an empty one means none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const portal = await startPortal();
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect };

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
  await page.waitForURL(`**${home}`);
}

/** A further person's link, made by the operator. */
export async function linkFor(portal: RunningPortal, role: string, holder: string): Promise<EnrolLine> {
  const { exitCode, output } = await portal.brelok('enrol-link', '--role', role, '--holder', holder);
  const [, , url, code, name] = /enrol (\S+) (\S+) code (\S+) name (.+)/.exec(output) ?? [];
  expect(exitCode, output).toBe(0);
  if (url === undefined || code === undefined || name === undefined) throw new Error(output);
  return { role, url, code, name };
}
