import { ordersEn } from './words.en.ts';
import { ordersRu } from './words.ru.ts';

export const ordersWords = { en: ordersEn, ru: ordersRu };
