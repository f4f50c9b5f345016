/** The languages that every page speaks, the first one first. */
export const LOCALES = ['ru', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** A header longer than this is not from a browser. */
const MAX_HEADER_LENGTH = 1_000;

export function isLocale(text: unknown): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

export function isTheme(text: unknown): text is Theme {
  return THEMES.some((theme) => theme === text);
}

/**
 * The language of a page: what the reader chose, else the first of the browser's languages that we
 * speak. A browser that asks only for others gets English; one that says nothing gets Russian.
 * @param acceptLanguage the header as it came, e.g. `de, ru;q=0.8, en;q=0.5`
 * @see RFC 9110 section 12.5.4
 */
export function negotiateLocale(chosen: unknown, acceptLanguage: string | null | undefined): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = languagesByWish((acceptLanguage ?? '').slice(0, MAX_HEADER_LENGTH));
  if (wanted.length === 0) return 'ru';
  for (const language of wanted) {
    if (isLocale(language)) return language;
  }
  return 'en';
}

/** Primary subtags by falling weight; languages with weight 0 are not wanted at all. */
function languagesByWish(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='));
      return { language: range.split('-')[0] ?? '', weight: weight ? Number(weight.slice(2)) : 1 };
    })
    .filter(({ language, weight }) => /^[a-z]{1,8}$/.test(language) && weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ language }) => language);
}
