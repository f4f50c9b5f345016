import { lettersEn } from './words.en.ts';
import { lettersRu } from './words.ru.ts';

export const lettersWords = { en: lettersEn, ru: lettersRu };
