import type { ReactNode } from 'react';
import { Button, LinkButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

type FilterFormProps = {
  action: string;
  /** The words searched for; leave out where the list has no search. */
  search?: { value: string; label: string } | undefined;
  /** Leads to the list without filters; given only while some are set. */
  resetHref?: string | null | undefined;
  children?: ReactNode;
};

/** The form above a list. A GET form, so that a filtered list is a link that can be kept and sent. */
export function FilterForm({ action, search, resetHref, children }: FilterFormProps) {
  const words = useWords(uiWords).list;
  return (
    <form className="filters" method="get" action={action} role="search" aria-label={words.filters}>
      {search && (
        <div className="field field-search">
          <label className="field-label" htmlFor="filter-search">
            {search.label}
          </label>
          <input
            className="input"
            id="filter-search"
            type="search"
            name="q"
            defaultValue={search.value}
            maxLength={100}
          />
        </div>
      )}
      {children}
      <Button icon="filter">{words.apply}</Button>
      {resetHref && (
        <LinkButton kind="plain" href={resetHref}>
          <Icon name="close" isSmall />
          {words.reset}
        </LinkButton>
      )}
    </form>
  );
}
