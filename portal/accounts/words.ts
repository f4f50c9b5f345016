import { accountEn } from './words.en.ts';
import { accountRu } from './words.ru.ts';

export const accountWords = { en: accountEn, ru: accountRu };
