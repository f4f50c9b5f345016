import { LOCALES, THEMES, type Locale } from '../lib/locale.ts';
import { usePage, useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

/** A language is named in itself, so that its readers find it. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { ru: 'Русский', en: 'English' };

/**
 * Language and theme, kept in a cookie without an account. Each button posts
 * `locale` or `theme`, and `returnTo` with the page's own path.
 */
export function Preferences({ action }: { action: string }) {
  const { locale, theme, path } = usePage();
  const words = useWords(uiWords).shell;
  return (
    <>
      <form className="choice" method="post" action={action} aria-label={words.language}>
        <input type="hidden" name="returnTo" value={path} />
        {LOCALES.map((name) => (
          <button key={name} name="locale" value={name} lang={name} aria-pressed={name === locale}>
            {LANGUAGE_NAMES[name]}
          </button>
        ))}
      </form>
      <form className="choice" method="post" action={action} aria-label={words.theme}>
        <input type="hidden" name="returnTo" value={path} />
        {THEMES.map((name) => (
          <button key={name} name="theme" value={name} aria-pressed={name === theme}>
            {words.themes[name]}
          </button>
        ))}
      </form>
    </>
  );
}
