import { frameEn } from './words.en.ts';
import { frameRu } from './words.ru.ts';

export const frameWords = { en: frameEn, ru: frameRu };
