import { claimsEn } from './words.en.ts';
import { claimsRu } from './words.ru.ts';

export const claimsWords = { en: claimsEn, ru: claimsRu };
