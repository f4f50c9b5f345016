import { invoicesEn } from './words.en.ts';
import { invoicesRu } from './words.ru.ts';

export const invoicesWords = { en: invoicesEn, ru: invoicesRu };
