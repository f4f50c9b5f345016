import { adminEn } from './words.en.ts';
import { adminRu } from './words.ru.ts';

export const adminWords = { en: adminEn, ru: adminRu };
