/** What a page must be for everybody, whatever it shows: accessible, and never wider than its window. */
import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** Levels A and AA of WCAG 2.0, 2.1 and 2.2. */
const WCAG_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What a theme or a width can break; the other rules read a document that neither changes. */
const RULES_OF_LOOKS = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

/**
 * Runs axe over the page as it stands. Its source is evaluated by the debugger, which no content policy binds, so the
 * page keeps its own policy.
 * @param ask `everything`, or only what depends on the page's `looks`, where the rest was asked before
 * @returns one line a violation: rule, what it asks, and the first place where it is broken
 */
export async function findAccessibilityFaults(
  page: Page,
  ask: 'everything' | 'looks' = 'everything',
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async (runOnly) => {
      // The page has it by now: see above.
      const { axe: inPage } = window as unknown as { axe: typeof axe };
      return inPage.run(document, { runOnly, resultTypes: ['violations'] });
    },
    ask === 'looks' ? RULES_OF_LOOKS : WCAG_TAGS,
  );
  return violations.map(({ id, help, nodes }) => {
    const [first] = nodes;
    return `${id} (${nodes.length} times): ${help}; ${first?.html ?? ''} ${first?.failureSummary ?? ''}`;
  });
}

/** @returns what is missing of one main heading, a title, and the language that the reader chose */
export async function findStructureFaults(page: Page, locale: string): Promise<string[]> {
  const { headings, title, language } = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    language: document.documentElement.lang,
  }));
  return [
    ...(headings === 1 ? [] : [`${headings} headings of level 1`]),
    ...(title === '' ? ['no title'] : []),
    ...(language === locale ? [] : [`the page says that it is in "${language}"`]),
  ];
}

/** A container that may scroll sideways says so to everybody: it can be focused and has a name. */
const MARKED_AS_SCROLLABLE = '[role="region"][tabindex="0"][aria-label]';

/** @returns what sticks out of the window, or scrolls sideways without being marked as something that does */
export async function findSidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate((marked) => {
    const root = document.documentElement;
    const isSideways = (element: Element) =>
      element.scrollWidth > element.clientWidth + 1 &&
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
      !element.matches(marked);
    const nameOf = (element: Element) => element.outerHTML.slice(0, 120);
    return [
      ...(root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} px wide`] : []),
      ...[...document.body.querySelectorAll('*')].filter(isSideways).map(nameOf),
    ];
  }, MARKED_AS_SCROLLABLE);
}
