/** What the agent's window says, in the language that the browser asks for. */
export type WindowWords = {
  language: string;
  title: string;
  asks: Record<'prove' | 'register' | 'compare', string>;
  checkCode: string;
  checkHint: string;
  code: string;
  codeHint: string;
  customer: string;
  askedFrom: string;
  choose: string;
  allow: string;
  same: string;
  refuse: string;
  warning: string;
  allowed: string;
  refused: string;
  gone: string;
  close: string;
};

const en: WindowWords = {
  language: 'en',
  title: 'Key agent',
  asks: {
    prove: 'asks to sign you in with the key that is plugged in.',
    register: 'asks to make the key that is plugged in known to it.',
    compare: 'asks to be trusted by this PC.',
  },
  checkCode: 'Check code',
  checkHint: 'The page of the portal shows the same four digits.',
  code: 'Digits to compare',
  codeHint: 'Allow only if the page of the portal shows the same eight digits.',
  customer: 'Customer',
  askedFrom: 'Asked from',
  choose: 'Which key?',
  allow: 'Allow',
  same: 'The digits are the same',
  refuse: 'Refuse',
  warning: 'If you have not just asked for this yourself, refuse.',
  allowed: 'Done. Go on in the portal.',
  refused: 'Refused. Nothing was read from the key.',
  gone: 'This page is over. Begin again in the portal.',
  close: 'You can close this page.',
};

const ru: WindowWords = {
  language: 'ru',
  title: 'Агент ключа',
  asks: {
    prove: 'просит впустить вас по вставленному ключу.',
    register: 'просит запомнить вставленный ключ.',
    compare: 'просит этот компьютер доверять ему.',
  },
  checkCode: 'Проверочный код',
  checkHint: 'На странице портала те же четыре цифры.',
  code: 'Цифры для сверки',
  codeHint: 'Разрешайте, только если на странице портала те же восемь цифр.',
  customer: 'Клиент',
  askedFrom: 'Откуда просят',
  choose: 'Какой ключ?',
  allow: 'Разрешить',
  same: 'Цифры совпадают',
  refuse: 'Отказать',
  warning: 'Если вы только что сами об этом не просили, откажите.',
  allowed: 'Готово. Продолжайте на портале.',
  refused: 'Отказано. С ключа ничего не прочитано.',
  gone: 'Эта страница больше не действует. Начните на портале снова.',
  close: 'Страницу можно закрыть.',
};

/** Russian where the browser names it before English; English otherwise. */
export function wordsFor(acceptLanguage: string | undefined): WindowWords {
  const languages = (acceptLanguage ?? '').toLowerCase().split(',');
  const first = languages.find((language) => /^\s*(ru|en)\b/.test(language));
  return first?.trim().startsWith('ru') ? ru : en;
}
