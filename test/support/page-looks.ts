import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { COOKIES } from '#portal/http/cookies.server.ts';
import type { Locale } from '#portal/lib/locale.ts';
import { findAccessibilityFaults, findSidewaysScroll, findStructureFaults } from './page-audit.ts';

export type View = { locale: Locale; looks: readonly { theme: 'light' | 'dark'; width: number }[] };

/** Each language in each theme, each width in each language. Of the first look everything is asked. */
export const VIEWS: readonly View[] = [
  {
    locale: 'ru',
    looks: [
      { theme: 'light', width: 1440 },
      { theme: 'dark', width: 320 },
    ],
  },
  {
    locale: 'en',
    looks: [
      { theme: 'light', width: 320 },
      { theme: 'dark', width: 1440 },
    ],
  },
];
const FURTHER_WIDTH = 768;
const HEIGHT = 900;

export const LANGUAGES: Readonly<Record<Locale, string>> = { ru: 'Russian', en: 'English' };

/** From now on the browser reads the portal in this language. */
export async function chooseLanguage(page: Page, origin: string, { locale }: View): Promise<void> {
  const { hostname } = new URL(origin);
  const cookie = { name: COOKIES.locale, value: locale, domain: hostname, path: '/', secure: true };
  await page.context().addCookies([cookie]);
}

/** Every fault of the page that is open, in every look; none ends the story. */
export async function expectFitForAll(page: Page, { locale, looks }: View): Promise<void> {
  const url = page.url();
  expect.soft(await findStructureFaults(page, locale), url).toEqual([]);
  await page.setViewportSize({ width: FURTHER_WIDTH, height: HEIGHT });
  expect.soft(await findSidewaysScroll(page), `${url} at ${FURTHER_WIDTH}`).toEqual([]);
  for (const [index, { theme, width }] of looks.entries()) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme: theme });
    expect.soft(await findSidewaysScroll(page), `${url} at ${width}`).toEqual([]);
    const faults = await findAccessibilityFaults(page, index === 0 ? 'everything' : 'looks');
    expect.soft(faults, `${url}, ${theme}, at ${width}`).toEqual([]);
  }
}
