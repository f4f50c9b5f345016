import { metadataEn } from './words.en.ts';
import { metadataRu } from './words.ru.ts';

export const metadataWords = { en: metadataEn, ru: metadataRu };
