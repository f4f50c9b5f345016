import { loyaltyEn } from './words.en.ts';
import { loyaltyRu } from './words.ru.ts';

export const loyaltyWords = { en: loyaltyEn, ru: loyaltyRu };
