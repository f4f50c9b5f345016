import { keyReportsEn } from './words.en.ts';
import { keyReportsRu } from './words.ru.ts';

export const keyReportsWords = { en: keyReportsEn, ru: keyReportsRu };
