import cyrillic from '@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-cyrillic-wght-normal.woff2?url';
import latin from '@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2?url';
import type { Locale } from '../lib/locale.ts';

/** Font files that the first screen needs, in the form of `<link>` attributes. */
export function fontPreloads(locale: Locale) {
  const files = locale === 'ru' ? [cyrillic, latin] : [latin];
  return files.map(
    (href) => ({ rel: 'preload', as: 'font', type: 'font/woff2', href, crossOrigin: 'anonymous' }) as const,
  );
}
