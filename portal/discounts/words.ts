import { discountsEn } from './words.en.ts';
import { discountsRu } from './words.ru.ts';

export const discountsWords = { en: discountsEn, ru: discountsRu };
