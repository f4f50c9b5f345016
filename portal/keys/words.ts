import { keysEn } from './words.en.ts';
import { keysRu } from './words.ru.ts';

export const keysWords = { en: keysEn, ru: keysRu };
