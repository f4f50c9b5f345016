import { revokeManyEn } from './words.en.ts';
import { revokeManyRu } from './words.ru.ts';

export const revokeManyWords = { en: revokeManyEn, ru: revokeManyRu };
