import { stockEn } from './words.en.ts';
import { stockRu } from './words.ru.ts';

export const stockWords = { en: stockEn, ru: stockRu };
