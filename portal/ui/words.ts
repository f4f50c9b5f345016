import { uiEn } from './words.en.ts';
import { uiRu } from './words.ru.ts';

export const uiWords = { en: uiEn, ru: uiRu };
