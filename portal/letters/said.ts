import type { SameWords } from '../lib/i18n.ts';
import type { lettersEn } from './words.en.ts';

export type Words = SameWords<typeof lettersEn>;

/** What one letter says, before it is set as text and as HTML. */
export type Said = {
  subject: string;
  paragraphs: string[];
  facts: (readonly [string, string])[];
  link: { path: string; word: string };
};
