import { LinkButton } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import type { IconName } from './icon.tsx';

type EmptyListProps = {
  icon: IconName;
  /** False past the last row. */
  isFirstPage: boolean;
  /** Where everything is shown again; null when nothing narrows the list. */
  widenHref: string | null;
  words: { end: string; none: string; noneText: string; nothing: string; widen: string };
  /** What was sought in vain. */
  sought: string;
};

/** Why a list shows nothing: it has ended, there is nothing yet, or it was narrowed too far; and the way on. */
export function EmptyList({ icon, isFirstPage, widenHref, words, sought }: EmptyListProps) {
  if (widenHref !== null && isFirstPage) {
    return (
      <EmptyState
        icon="search"
        title={words.nothing}
        action={<LinkButton href={widenHref}>{words.widen}</LinkButton>}
      >
        {sought}
      </EmptyState>
    );
  }
  if (!isFirstPage) return <EmptyState icon={icon} title={words.end} />;
  return (
    <EmptyState icon={icon} title={words.none}>
      {words.noneText}
    </EmptyState>
  );
}
