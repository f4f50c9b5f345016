import type { SameWords } from '../lib/i18n.ts';
import type { frameEn } from './words.en.ts';

export const frameRu: SameWords<typeof frameEn> = {
  sections: {
    home: 'Главная',
    orders: 'Заказы',
    prices: 'Цены',
    discounts: 'Скидки',
    documents: 'Документы',
    people: 'Люди',
    customers: 'Мои клиенты',
    keyStock: 'Брелоки',
    ties: 'Кто есть кто',
    discountDesk: 'Скидки',
    installation: 'Обзор',
    staff: 'Сотрудники',
    proposals: 'На подтверждение',
    policy: 'Правила',
    sources: 'Источники',
    company: 'Компания',
    audit: 'Журнал',
  },
  opensStaffSide: 'Открывает служебную часть',
  roles: {
    owner: 'владелец',
    buyer: 'закупщик',
    accountant: 'бухгалтер',
    receiver: 'приёмщик',
    viewer: 'наблюдатель',
    administrator: 'администратор',
    'account-manager': 'менеджер',
    loyalty: 'специалист по скидкам',
    auditor: 'аудитор',
  },
};
