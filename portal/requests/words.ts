import { requestsEn } from './words.en.ts';
import { requestsRu } from './words.ru.ts';

export const requestsWords = { en: requestsEn, ru: requestsRu };
