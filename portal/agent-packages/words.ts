import { agentPackagesEn } from './words.en.ts';
import { agentPackagesRu } from './words.ru.ts';

export const agentPackagesWords = { en: agentPackagesEn, ru: agentPackagesRu };
