import { draftEn } from './words.en.ts';
import { draftRu } from './words.ru.ts';

export const draftWords = { en: draftEn, ru: draftRu };
