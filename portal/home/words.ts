import { homeEn } from './words.en.ts';
import { homeRu } from './words.ru.ts';

export const homeWords = { en: homeEn, ru: homeRu };
