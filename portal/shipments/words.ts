import { shipmentsEn } from './words.en.ts';
import { shipmentsRu } from './words.ru.ts';

export const shipmentsWords = { en: shipmentsEn, ru: shipmentsRu };
