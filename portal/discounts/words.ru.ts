import { pluralRu } from '../lib/i18n.ts';
import type { SameWords } from '../lib/i18n.ts';
import type { discountsEn } from './words.en.ts';

export const discountsRu: SameWords<typeof discountsEn> = {
  title: 'Скидки',
  lead: 'Что есть на ваших брелоках и что даёт учётная система.',
  inHand: 'с ним вы вошли',
  keyOf: (label, holder) => `${label}, ${holder}`,
  keyStates: {
    suspended: 'приостановлен',
    lost: 'утерян',
    assigned: 'ещё не зарегистрирован',
    shipped: 'в пути',
  },
  onlyInHand:
    'В ценах учтены скидки того брелока, с которым вы вошли. Такая цена ожидаемая, пока заказ не подтвердят.',
  ending: {
    title: (count) =>
      `${count} ${pluralRu(count, 'скидка скоро закончится', 'скидки скоро закончатся', 'скидок скоро закончатся')}`,
    one: (name, day) => `${name}: последний день ${day}`,
  },
  columns: {
    name: 'Скидка',
    gives: 'Даёт',
    holds: 'Действует',
    granted: 'Кто дал',
    used: 'Где учтена',
    card: 'Карта',
  },
  fixedPrice: (price) => `цена ${price}`,
  covers: {
    everything: 'все товары',
    group: (group) => `группа «${group}»`,
    sku: (sku) => `артикул ${sku}`,
    skuInGroup: (sku, group) => `артикул ${sku} группы «${group}»`,
  },
  limit: (amount) => `всего не больше ${amount}`,
  period: {
    between: (from, to) => `с ${from} по ${to}`,
    from: (day) => `с ${day}`,
    until: (day) => `по ${day}`,
    always: 'бессрочно',
  },
  phases: { upcoming: 'впереди', ending: 'заканчивается' },
  granted: (officer, day) => `${officer}, ${day}`,
  usedIn: (order, day, amount) => `${order} от ${day}: ${amount}`,
  card: 'карта',
  ofSource: 'Даёт учётная система',
  noneOfSource: 'Сейчас учётная система скидок вам не даёт.',
  none: {
    title: 'На ваших брелоках скидок пока нет',
    text: 'Когда к вашему брелоку привяжут скидку, здесь будет видно, кто её дал, до какого дня и где вы ею воспользовались.',
  },
};
