import { peopleEn } from './words.en.ts';
import { peopleRu } from './words.ru.ts';

export const peopleWords = { en: peopleEn, ru: peopleRu };
