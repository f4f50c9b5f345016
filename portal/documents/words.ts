import { documentsEn } from './words.en.ts';
import { documentsRu } from './words.ru.ts';

export const documentsWords = { en: documentsEn, ru: documentsRu };
