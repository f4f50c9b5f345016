import type { SameWords } from '../lib/i18n.ts';
import type { searchEn } from './words.en.ts';

export const searchRu: SameWords<typeof searchEn> = {
  title: 'Поиск',
  found: (query) => `Поиск: ${query}`,
  kinds: {
    order: 'Заказы',
    shipment: 'Отгрузки',
    invoice: 'Счета',
    document: 'Документы',
    product: 'Прайс-лист',
    ordered: 'Товары из ваших заказов',
  },
  of: 'от',
  reference: (number) => `ваш номер ${number}`,
  tracking: (number) => `трек-номер ${number}`,
  inOrders: 'в ваших заказах',
  allOrders: 'Все заказы с этим, в том числе по товарам',
  nothing: 'Ничего не найдено',
  nothingText: (query) =>
    `У вас нет ничего похожего на «${query}». Достаточно части номера: уберите то, в чём не уверены.`,
  start: 'Что найти?',
  startText:
    'Введите номер заказа, ваш или наш, артикул, номер счёта или накладной, трек-номер. Достаточно части.',
};
