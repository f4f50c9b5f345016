import { agentEn } from './agent-words.en.ts';
import { agentRu } from './agent-words.ru.ts';

export const agentWords = { en: agentEn, ru: agentRu };
