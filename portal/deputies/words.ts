import { deputiesEn } from './words.en.ts';
import { deputiesRu } from './words.ru.ts';

export const deputiesWords = { en: deputiesEn, ru: deputiesRu };
