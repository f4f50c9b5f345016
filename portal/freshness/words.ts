import { freshnessEn } from './words.en.ts';
import { freshnessRu } from './words.ru.ts';

export const freshnessWords = { en: freshnessEn, ru: freshnessRu };
