import { pluralRu } from '../lib/i18n.ts';
import type { SameWords } from '../lib/i18n.ts';
import type { homeEn } from './words.en.ts';

export const homeRu: SameWords<typeof homeEn> = {
  attention: {
    title: 'Требует внимания',
    nothing: 'Ничего не ждёт: сроки не пропущены, забирать нечего, просрочки нет.',
    nothingUnpriced: 'Ничего не ждёт: сроки не пропущены, забирать нечего.',
    readyForPickup: (number) => `Отгрузку ${number} можно забирать`,
    attemptFailed: (number) => `Отгрузку ${number} привозили, но некому было отдать`,
    missed: (number) => `Заказ ${number} не отгружен в срок`,
    overdue: (number) => `Счёт ${number} просрочен`,
    days: (days) => `опоздание ${days} ${pluralRu(days, 'день', 'дня', 'дней')}`,
    promised: 'обещали',
    due: 'оплатить до',
  },
  open: {
    title: 'Открытые заказы',
    none: 'Все ваши заказы отгружены.',
    all: 'Все открытые заказы',
  },
  again: {
    title: 'Что вы заказываете чаще всего',
    lead: (orders) =>
      `По ${orders} ${pluralRu(orders, 'последнему заказу', 'последним заказам', 'последним заказам')}; цена за столько же, сколько в прошлый раз.`,
    leadUnpriced: (orders) =>
      `По ${orders} ${pluralRu(orders, 'последнему заказу', 'последним заказам', 'последним заказам')}.`,
    none: 'Здесь встанет то, что вы заказываете снова и снова, и сколько этого есть сейчас.',
    goods: 'Товар',
    last: 'В прошлый раз',
    lastWord: 'в прошлый раз',
    stock: 'Свободно',
    stockWord: 'свободно:',
    price: 'Ваша цена',
    listPrice: 'По прайс-листу',
    gone: 'снят с продажи',
    instead: (sku) => `вместо него ${sku}`,
  },
  documents: {
    title: 'Новые документы за неделю',
    none: 'За неделю документов не было.',
    all: 'Все документы',
  },
  manager: {
    title: 'Ваш менеджер',
    standsIn: (day) => `замещает вашего менеджера до ${day}`,
    none: 'Менеджер ещё не назначен. Звоните по обычному телефону.',
    phone: 'Телефон',
    email: 'Почта',
  },
};
