import { searchEn } from './words.en.ts';
import { searchRu } from './words.ru.ts';

export const searchWords = { en: searchEn, ru: searchRu };
