import { sourceEn } from './source-words.en.ts';
import { sourceRu } from './source-words.ru.ts';

export const sourceWords = { en: sourceEn, ru: sourceRu };
