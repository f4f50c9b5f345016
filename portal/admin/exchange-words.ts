import { exchangeEn } from './exchange-words.en.ts';
import { exchangeRu } from './exchange-words.ru.ts';

export const exchangeWords = { en: exchangeEn, ru: exchangeRu };
