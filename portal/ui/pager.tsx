import { LinkButton } from './button.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

/** "More" by cursor; from a later page also the way back to the beginning. */
export function Pager({ nextHref, firstHref }: { nextHref: string | null; firstHref?: string | null }) {
  const words = useWords(uiWords).list;
  if (!nextHref && !firstHref) return null;
  return (
    <nav className="pager" aria-label={words.more}>
      {firstHref && (
        <LinkButton kind="plain" href={firstHref}>
          {words.first}
        </LinkButton>
      )}
      {nextHref && (
        <LinkButton href={nextHref} rel="next">
          {words.more}
        </LinkButton>
      )}
    </nav>
  );
}
