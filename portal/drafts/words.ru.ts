import type { SameWords } from '../lib/i18n.ts';
import type { draftEn } from './words.en.ts';

export const draftRu: SameWords<typeof draftEn> = {
  givenBack:
    'То, что вы вводили, когда портал закрылся, снова на месте. Проверьте и отправьте. Файлы нужно выбрать заново.',
};
