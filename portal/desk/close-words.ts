import { closeEn } from './close-words.en.ts';
import { closeRu } from './close-words.ru.ts';

export const closeWords = { en: closeEn, ru: closeRu };
