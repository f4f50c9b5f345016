import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { PageProvider, type PageSettings } from '#portal/ui/page-context.tsx';

/** Noon in Moscow on the day that the tests of pages happen. */
export const PAGE_NOW = new Date('2026-12-12T09:00:00Z');

/** The HTML that a browser gets for a part of a page. English, light, Moscow time unless said otherwise. */
export function renderPart(part: ReactNode, settings: Partial<PageSettings> = {}): string {
  const page: PageSettings = {
    locale: 'en',
    theme: 'system',
    timeZone: 'Europe/Moscow',
    now: PAGE_NOW,
    path: '/orders?status=open',
    ...settings,
  };
  return renderToStaticMarkup(<PageProvider settings={page}>{part}</PageProvider>);
}

/** What a reader of the page sees of some HTML: its text, without tags. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
