import { proposalWordsEn } from './words.en.ts';
import { proposalWordsRu } from './words.ru.ts';

export const proposalWords = { en: proposalWordsEn, ru: proposalWordsRu };
