import { pricesEn } from './words.en.ts';
import { pricesRu } from './words.ru.ts';

export const pricesWords = { en: pricesEn, ru: pricesRu };
