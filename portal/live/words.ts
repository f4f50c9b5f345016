import { liveEn } from './words.en.ts';
import { liveRu } from './words.ru.ts';

export const liveWords = { en: liveEn, ru: liveRu };
