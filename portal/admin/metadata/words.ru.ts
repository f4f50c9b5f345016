import type { SameWords } from '../../lib/i18n.ts';
import type { metadataEn } from './words.en.ts';

export const metadataRu: SameWords<typeof metadataEn> = {
  title: 'Предупреждения FIDO Alliance',
  none: 'Метаданные не загружены: портал не знает, какие модели скомпрометированы. Брелоки проверяются только по закреплённым сертификатам.',
  lost: 'Часть загруженных метаданных пропала. Загрузите тот же файл ещё раз; до тех пор брелоки с подтверждённой моделью не регистрируются.',
  number: 'Номер',
  imported: 'Загружены',
  nextUpdate: 'Следующее обновление',
  state: 'Состояние',
  freshness: {
    fresh: 'свежие',
    due: 'пора обновить',
    stale: 'устарели',
  },
  getNewer: {
    due: 'Вышел новый файл: загрузите его.',
    stale: 'Новых предупреждений здесь не знают: загрузите свежий файл.',
  },
  models: 'Моделей в них',
  unknown: 'в метаданных нет',
  noWarning: 'предупреждений нет',
  warning: 'предупреждение',
  since: (day) => `с ${day}`,
  statuses: {
    REVOKED: 'отозвана: доверять нельзя',
    USER_VERIFICATION_BYPASS: 'её ПИН можно обойти',
    ATTESTATION_KEY_COMPROMISE: 'сертификаты изготовителя украдены',
    USER_KEY_REMOTE_COMPROMISE: 'её ключи можно украсть на расстоянии',
    USER_KEY_PHYSICAL_COMPROMISE: 'её ключи может украсть тот, у кого она в руках',
    NOT_FIDO_CERTIFIED: 'не сертифицирована, а правила этого требуют',
  },
  otherRoots: 'FIDO Alliance публикует для неё другие сертификаты, чем закреплены здесь.',
  notUnderstood: (codes) => `Там есть и то, чего эта версия не знает: ${codes}.`,
  command:
    'Скачайте BLOB службы FIDO Metadata Service на любом компьютере и загрузите на сервере; сам портал никого не спрашивает:',
};
