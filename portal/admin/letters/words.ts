import { postEn } from './words.en.ts';
import { postRu } from './words.ru.ts';

export const postWords = { en: postEn, ru: postRu };
