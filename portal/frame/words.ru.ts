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
    deputies: 'Замещение',
    discountDesk: 'Скидки',
    installation: 'Обзор',
    staff: 'Сотрудники',
    proposals: 'Подтвердить',
    policy: 'Правила',
    sources: 'Источники',
    company: 'Компания',
    audit: 'Журнал',
  },
  opensStaffSide: 'Открывает служебную часть',
  notices: {
    titles: {
      change_by_itself: 'Изменение, которое больше никто не подтверждает',
      administrator_link: 'Сделана ссылка для администратора, и её никто больше не подтвердил',
      one_administrator: 'Администратор с брелоком только один',
    },
    change: (name, at) =>
      `Об изменении просит ${name}, а другого администратора с работающим брелоком не было. Оно вступит в силу ${at}. Если это для вас неожиданность, позвоните сейчас.`,
    link: (name, from, to) =>
      `По ней зарегистрируют брелок на имя: ${name}. С ним можно всё, что может администратор. Ссылка откроется ${from} и закроется ${to}. До тех пор администратор может её отозвать.`,
    one: 'Если этот брелок потеряется, управлять порталом будет некому, и ваши изменения никто не подтвердит. Добавьте второго администратора, сделайте ему ссылку, и пусть он зарегистрирует брелок.',
    links: {
      change_by_itself: 'Посмотреть изменение или остановить',
      administrator_link: 'Открыть страницу человека, подтвердить или отозвать ссылку',
      one_administrator: 'Добавить второго администратора',
    },
  },
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
