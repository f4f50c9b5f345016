import { computerEn } from './computer-words.en.ts';
import { computerRu } from './computer-words.ru.ts';

export const computerWords = { en: computerEn, ru: computerRu };
