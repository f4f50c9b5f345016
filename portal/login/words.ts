import { loginEn } from './words.en.ts';
import { loginRu } from './words.ru.ts';

export const loginWords = { en: loginEn, ru: loginRu };
