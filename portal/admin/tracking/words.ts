import { trackingEn } from './words.en.ts';
import { trackingRu } from './words.ru.ts';

export const trackingWords = { en: trackingEn, ru: trackingRu };
