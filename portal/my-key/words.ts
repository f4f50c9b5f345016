import { myKeyEn } from './words.en.ts';
import { myKeyRu } from './words.ru.ts';

export const myKeyWords = { en: myKeyEn, ru: myKeyRu };
