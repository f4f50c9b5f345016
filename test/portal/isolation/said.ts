import type { SignedIn } from '#test/support/builders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { ask, saidBy, waysOf } from './answers.ts';
import { allReads } from './customer-routes.ts';
import { isNamedIn } from './party.ts';
import type { Customer } from './world.ts';

/** What the portal says to somebody, but for what they typed themselves: on its pages, and in its papers. */
export type Said = { pages: string; papers: string };

/** Asks every address about the customer, searches included, and gathers what somebody is told. */
export async function everythingSaid(
  portal: TestPortal,
  { about, to }: { about: Customer; to: SignedIn },
): Promise<Said> {
  const asked = allReads({ ...about, sessionId: to.sessionId, keyId: to.keyId }).map(({ path }) => path);
  const searches = ['/search', '/orders', '/documents'].map((path) => `${path}?q=${about.word.slice(0, -1)}`);
  const said = { pages: '', papers: '' };
  for (const path of [...asked.filter((one) => !isNamedIn(about, one)), ...searches]) {
    const isPaper = path.startsWith('/documents/');
    const [page = path, data = page] = waysOf(path);
    said[isPaper ? 'papers' : 'pages'] += `${saidBy(await ask(portal, isPaper ? page : data, { as: to }))}\n`;
  }
  return said;
}

export function isSaid({ pages, papers }: Said, mark: string): boolean {
  return pages.includes(mark) || papers.includes(mark);
}
