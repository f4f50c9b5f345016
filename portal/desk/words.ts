import { deskEn } from './words.en.ts';
import { deskRu } from './words.ru.ts';

export const deskWords = { en: deskEn, ru: deskRu };
