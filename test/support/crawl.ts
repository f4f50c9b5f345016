import type { APIRequestContext } from '@playwright/test';
import { patternOf } from './route-table.ts';

export type FoundPage = {
  /** Path and query. */
  path: string;
  pattern: string;
  status: number;
  isHtml: boolean;
  /** The page whose link led here first. */
  linkedFrom: string;
};

/** Enough to meet every shape of a page; a list of a thousand orders is not a thousand shapes. */
const PAGES_OF_PATTERN = 4;

/**
 * Follows every link of every page that a session reaches, a few pages of each address in the route table.
 * @param start paths to begin with
 */
export async function crawl(
  request: APIRequestContext,
  { origin, start }: { origin: string; start: readonly string[] },
): Promise<FoundPage[]> {
  const found: FoundPage[] = [];
  const waiting = start
    .map((path) => pathOf(new URL(path, origin)))
    .map((path) => ({ path, linkedFrom: path }));
  const seen = new Set(waiting.map(({ path }) => path));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const pattern = patternOf(new URL(next.path, origin).pathname);
    if (found.filter((page) => page.pattern === pattern).length >= PAGES_OF_PATTERN) continue;
    const response = await request.get(`${origin}${next.path}`, { maxRedirects: 0 });
    const isHtml = (response.headers()['content-type'] ?? '').startsWith('text/html');
    found.push({ ...next, pattern, status: response.status(), isHtml });
    if (!isHtml) continue;
    for (const path of linksIn(await response.text(), `${origin}${next.path}`)) {
      if (seen.has(path)) continue;
      seen.add(path);
      waiting.push({ path, linkedFrom: next.path });
    }
  }
  return found;
}

/** Where the links of a page lead within the portal; assets are no pages. */
function linksIn(html: string, pageUrl: string): string[] {
  const hrefs = [...html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  return hrefs.flatMap((href) => {
    const url = new URL(href, pageUrl);
    return url.origin === new URL(pageUrl).origin ? [pathOf(url)] : [];
  });
}

/** Without the fragment, which leads to a place on the same page. */
function pathOf({ pathname, search }: URL): string {
  return `${pathname}${search}`;
}
