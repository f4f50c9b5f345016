import { pluralRu } from '../lib/i18n.ts';
import type { SameWords } from '../lib/i18n.ts';
import type { invoicesEn } from './words.en.ts';

export const invoicesRu: SameWords<typeof invoicesEn> = {
  number: 'Счёт',
  issuedOn: 'Выставлен',
  dueOn: 'Оплатить до',
  status: 'Состояние',
  total: 'Сумма',
  residual: 'Осталось оплатить',
  issuedWord: 'от',
  dueWord: 'оплатить до',
  residualWord: 'осталось оплатить',
  statuses: {
    open: 'не оплачен',
    partly_paid: 'оплачен частично',
    paid: 'оплачен',
    cancelled: 'отменён',
  },
  overdue: (days) => `просрочен на ${days} ${pluralRu(days, 'день', 'дня', 'дней')}`,
};
