import { Icon, type IconName } from './icon.tsx';
import { usePage, useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

export type NavigationItem = {
  href: string;
  word: string;
  icon: IconName;
  isCurrent: boolean;
  /** How many things wait there. */
  waiting?: number | undefined;
};

/** A phone's bar has five places: four sections and "more". */
const PLACES = 5;

/** The sections: a rail on a wide screen, a bar at the bottom of a phone. */
export function Navigation({ items }: { items: readonly NavigationItem[] }) {
  const words = useWords(uiWords).shell;
  const hasMore = items.length > PLACES;
  const inBar = hasMore ? items.slice(0, PLACES - 1) : items;
  const later = hasMore ? items.slice(PLACES - 1) : [];
  return (
    <nav className="nav" aria-label={words.sections}>
      <ul className="nav-list">
        {inBar.map((item) => (
          <li key={item.href}>
            <NavigationLink item={item} />
          </li>
        ))}
        {later.map((item) => (
          <li key={item.href} className="nav-later">
            <NavigationLink item={item} />
          </li>
        ))}
        {hasMore && (
          <li className="nav-more">
            <MoreSections items={later} word={words.more} />
          </li>
        )}
      </ul>
    </nav>
  );
}

function MoreSections({ items, word }: { items: readonly NavigationItem[]; word: string }) {
  const isCurrent = items.some((item) => item.isCurrent);
  return (
    <details className="nav-more">
      <summary className="nav-item" aria-current={isCurrent ? 'true' : undefined}>
        <Icon name="more" />
        <span className="nav-word">{word}</span>
      </summary>
      <ul className="nav-panel">
        {items.map((item) => (
          <li key={item.href}>
            <NavigationLink item={item} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function NavigationLink({ item }: { item: NavigationItem }) {
  const { format } = usePage();
  const words = useWords(uiWords).shell;
  return (
    <a className="nav-item" href={item.href} aria-current={item.isCurrent ? 'page' : undefined}>
      <Icon name={item.icon} />
      <span className="nav-word">{item.word}</span>
      {item.waiting ? (
        <span className="nav-count">
          <span aria-hidden="true">{format.count(item.waiting)}</span>
          <span className="unseen">{words.waiting(item.waiting)}</span>
        </span>
      ) : null}
    </a>
  );
}
