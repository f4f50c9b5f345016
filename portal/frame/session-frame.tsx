import type { ReactNode } from 'react';
import { useRouteLoaderData } from 'react-router';
import type { loader as rootLoader } from '../root.tsx';
import { DraftNote } from '../drafts/draft-note.tsx';
import { SessionWatch } from '../live/session-watch.tsx';
import type { TimeLeft } from '../live/time-left.ts';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Shell } from '../ui/shell.tsx';
import type { PersonRole, Section } from './sections.ts';
import { frameWords } from './words.ts';

/** What the frame of a signed-in page shows; the layouts' loaders give it. */
export type FrameFacts = {
  sections: readonly Section[];
  person: { name: string; role: PersonRole };
  reach: 'everything' | 'prices' | 'goods' | 'status';
  isStaff: boolean;
  /** An agent sees that the key is plugged in. */
  isWatched: boolean;
  minutesLeft: number;
  timeLeft: TimeLeft;
  /** Under which the page keeps what is typed, should the session lock. */
  draftKeys: readonly string[];
  account: { id: string; name: string; others: readonly { id: string; name: string }[] } | null;
};

const SEARCH_PATH = '/search';

/** The frame of every signed-in page: head with the key, sections, content. */
export function SessionFrame({ facts, children }: { facts: FrameFacts; children: ReactNode }) {
  const root = useRouteLoaderData<typeof rootLoader>('root');
  const words = useWords(frameWords);
  const { path } = usePage();
  if (!root) return children;
  const { account } = facts;
  return (
    <>
      <SessionWatch timeLeft={facts.timeLeft} draftKeys={facts.draftKeys} />
      <Shell
        company={root.company}
        isDemo={root.isDemo}
        navigation={facts.sections.map(({ name, href, icon }) => ({
          href,
          icon,
          word: words.sections[name],
          isCurrent: isBelow(path, href, facts.sections),
        }))}
        fob={{
          state: facts.isWatched ? 'plugged' : 'not-watched',
          reach: facts.reach,
          opens: facts.isStaff ? words.opensStaffSide : undefined,
          minutesLeft: facts.minutesLeft,
        }}
        person={{ name: facts.person.name, role: words.roles[facts.person.role] }}
        account={account === null ? undefined : { ...account, switchPath: '/switch-account' }}
        search={facts.isStaff ? undefined : { path: SEARCH_PATH, query: searchedIn(path) }}
        paths={{
          home: '/',
          keyAndSessions: '/my-key',
          lock: '/lock',
          signOut: '/sign-out',
          preferences: '/preferences',
        }}
      >
        <DraftNote />
        {children}
      </Shell>
    </>
  );
}

/** What was typed into the box, on the page that it leads to. */
function searchedIn(path: string): string {
  const [pathname, query] = path.split('?');
  return pathname === SEARCH_PATH ? (new URLSearchParams(query).get('q') ?? '') : '';
}

/** The section with the longest address that the page lies below is the current one. */
function isBelow(path: string, href: string, sections: readonly Section[]): boolean {
  const pathname = path.split('?')[0] ?? path;
  const containing = sections
    .flatMap((section) => [section.href, ...(section.also ?? [])].map((place) => ({ section, place })))
    .filter(({ place }) => pathname === place || pathname.startsWith(`${place}/`));
  const deepest = containing.toSorted((one, other) => other.place.length - one.place.length)[0];
  return deepest?.section.href === href;
}
