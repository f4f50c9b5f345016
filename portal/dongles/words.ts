import { donglesEn } from './words.en.ts';
import { donglesRu } from './words.ru.ts';

export const donglesWords = { en: donglesEn, ru: donglesRu };
