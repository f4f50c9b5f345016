import { createContext, useContext, type ReactNode } from 'react';
import { formatterFor, type Formatter } from '../lib/format.ts';
import { wordsIn, type Dictionary, type SameWords } from '../lib/i18n.ts';
import type { Locale, Theme } from '../lib/locale.ts';

/** What every component may know of the page it stands on. The root route loads it. */
export type PageSettings = {
  locale: Locale;
  theme: Theme;
  /** The company's time zone, an IANA name. */
  timeZone: string;
  /** When the page was made: all ages on it are counted from here. */
  now: Date;
  /** Path and query of the page, for forms that lead back to it. */
  path: string;
  /** The nonce of the response's script policy, where the page has scripts. */
  nonce?: string | undefined;
};

type Page = PageSettings & { format: Formatter };

const PageContext = createContext<Page | null>(null);

export function PageProvider({ settings, children }: { settings: PageSettings; children: ReactNode }) {
  const page = { ...settings, format: formatterFor(settings.locale, settings.timeZone) };
  return <PageContext value={page}>{children}</PageContext>;
}

/** Language, theme, clock and formatter of the page. Throws outside a `PageProvider`. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('usePage: no PageProvider above this component');
  return page;
}

/** The words of one area in the page's language. */
export function useWords<Words>(dictionary: Dictionary<Words>): SameWords<Words> {
  return wordsIn(dictionary, usePage().locale);
}
