import { bulkEn } from './words.en.ts';
import { bulkRu } from './words.ru.ts';

export const bulkWords = { en: bulkEn, ru: bulkRu };
