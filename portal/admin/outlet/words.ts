import { outletEn } from './words.en.ts';
import { outletRu } from './words.ru.ts';

export const outletWords = { en: outletEn, ru: outletRu };
