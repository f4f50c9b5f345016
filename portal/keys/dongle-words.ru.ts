import type { SameWords } from '../lib/i18n.ts';
import type { dongleEventsEn, dongleReasonsEn } from './dongle-words.en.ts';

/** Что происходит со старыми ключами и агентами, которые их читают: для истории брелока. */
export const dongleEventsRu: SameWords<typeof dongleEventsEn> = {
  dongle_secret_set: 'Записан его секрет',
  agent_enrolled: 'Подключён агент на компьютере',
  agent_refused: 'Агент на компьютере не подключён',
  agent_revoked: 'Агент на компьютере отозван',
  computer_added: 'Отвечает ещё на одном компьютере',
  computer_refused: 'Ещё один компьютер не принят',
  computer_removed: 'Компьютер убран',
  key_watched: 'За ним следит агент компьютера',
  key_watch_refused: 'Агенту отказано следить за ним',
};

export const dongleReasonsRu: SameWords<typeof dongleReasonsEn> = {
  'hmac-sha1': 'YubiKey с ответом на запрос',
  'hmac-sha256': 'Старый ключ с секретом',
  agent_revoked: 'Агент на том компьютере отозван',
  computer_removed: 'Закрыт, когда компьютер убрали',
  agent_known: 'Этот агент уже подключён',
  agent_of_other_account: 'Агент другого клиента',
  answer_key_unknown: 'От агента, который не подключён',
  answer_signature_invalid: 'Подписал не тот агент, который назван',
  answer_malformed: 'Это не ответ агента',
  answer_header_refused: 'Это не ответ агента',
  answer_wrong_type: 'Не тот ответ, о котором просили',
  answer_expired: 'Ответ пришёл слишком поздно',
  answer_claims_refused: 'В ответе то, чего в нём быть не должно',
  answer_not_sealed: 'Ответ не зашифрован для портала',
  answer_of_other_request: 'Ответ на другой запрос',
  dongle_expected: 'Выдан как старый ключ, который браузеру недоступен',
  dongle_unknown: 'Такой старый ключ не зарегистрирован',
  dongle_known: 'Старый ключ с этим номером уже зарегистрирован',
  dongle_other: 'Не тот, который выдан',
  dongle_of_other_kind: 'Старый ключ другого вида',
  dongle_of_other_agent: 'Через агента другого компьютера',
  dongle_in_use: 'В это же время вход открыт в другом месте',
  dongle_without_touch: 'Отвечает без касания',
  secret_missing: 'Его секрет не записан',
  proof_wrong: 'Он не знает своего секрета',
  not_touched: 'Никто не коснулся его и не разрешил вход',
  agent_of_other_holder: 'Агент другого человека',
  session_not_watchable: 'Сеанс окончен или закрыт, или за ним следит другой агент',
};
