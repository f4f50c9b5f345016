import { auditEn } from './words.en.ts';
import { auditRu } from './words.ru.ts';

export const auditWords = { en: auditEn, ru: auditRu };
