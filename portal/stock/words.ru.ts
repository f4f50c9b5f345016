import { pluralRu } from '../lib/i18n.ts';
import type { SameWords } from '../lib/i18n.ts';
import type { stockEn } from './words.en.ts';

export const stockRu: SameWords<typeof stockEn> = {
  title: 'Брелоки',
  search: 'Серийный номер или номер карты',
  holder: 'Владелец',
  account: 'Клиент',
  any: 'любой',
  states: 'Состояния брелоков',
  allStates: 'все',
  toReceive: 'Принять брелоки',
  writeOff: {
    link: 'Списать',
    about: (serial) => `Списать ${serial}`,
    title: (name) => `Списать брелок ${name}`,
    consequence:
      'Навсегда: брелок уходит со склада как уничтоженный. Его ни у кого не было, и больше ничего не изменится.',
    verb: 'Списать',
    done: 'Брелок списан.',
  },
  toBulk: 'Выдать по списку',
  toRevokeMany: 'Отозвать многие',
  toReports: 'Отчёты',
  noSerial: 'без номера',
  columns: {
    serial: 'Серийный номер',
    cardNumber: 'Номер карты',
    model: 'Модель',
    batch: 'Партия',
    whose: 'У кого',
    cost: 'Стоимость',
    state: 'Состояние',
    action: 'Действие',
  },
  stored: (received, unchanged) => {
    const before = `Раньше ${pluralRu(unchanged, 'был принят', 'были приняты', 'было принято')} ещё ${unchanged}.`;
    if (received > 0) return unchanged > 0 ? `${receivedRu(received)} ${before}` : receivedRu(received);
    return `Ничего не изменилось: ${unchanged === 1 ? 'этот брелок уже был принят' : 'все брелоки списка уже были приняты'}.`;
  },
  empty: {
    none: 'Здесь нет брелоков',
    noneText:
      'Примите брелоки по серийным номерам или по списку изготовителя. После этого их можно выдавать.',
    nothing: 'Ничего не подходит',
    nothingText: 'Такого номера нет ни у одного брелока, или фильтры не оставили ни одного.',
    end: 'Больше брелоков нет.',
    widen: 'Показать все',
  },
  receive: {
    title: 'Принять брелоки',
    lead: 'Сначала вы увидите, что будет записано. До вашего согласия не записывается ничего.',
    back: 'Брелоки',
    typedTitle: 'Вписать или считать сканером',
    serials: 'Серийные номера',
    serialsHint: 'По одному в строке. Сканер сам ставит каждый на новую строку.',
    currencyHint: 'Три буквы, например RUB.',
    fileTitle: 'Из файла',
    file: 'Файл CSV',
    fileHint:
      'Со столбцами: серийный номер, вид, модель, партия, стоимость, валюта, номер карты; нужен только первый. Не больше 500 брелоков и 256 КБ.',
    check: 'Проверить список',
    previewTitle: 'Что будет записано',
    line: 'Строка',
    verdict: 'Что будет',
    columns: {
      serial: 'Серийный номер',
      kind: 'Вид',
      model: 'Модель',
      batch: 'Партия',
      cost: 'Стоимость одного',
      currency: 'Валюта',
      cardNumber: 'Номер карты',
    },
    verdicts: {
      new: 'на склад',
      returned: 'вернулся: начинается новая жизнь',
      stored_already: 'уже принят, без изменений',
      refused: 'отказано',
    },
    refusals: {
      serial_twice: 'этот номер в списке дважды.',
      card_number_twice: 'номер карты в списке дважды.',
      serial_of_live_key: 'этот номер уже у другого действующего брелока.',
      card_number_taken: 'этот номер карты у другого брелока.',
    },
    counts: (stored, unchanged, refused) =>
      `Записать: ${stored}, без изменений: ${unchanged}, отказано: ${refused}`,
    refusedLines: 'Мешают эти строки. Исправьте список и проверьте снова.',
    refusedLine: (line, serial) => `Строка ${line}, ${serial}:`,
    nothingNew: 'Все брелоки этого списка уже приняты. Менять нечего.',
    nothingStored: 'Ничего не записано',
    store: (count) => `Записать ${count} ${pluralRu(count, 'брелок', 'брелока', 'брелоков')}`,
    again: 'Другой список',
    badLine: (line, column, text) => `Строка ${line}, ${column}: «${text}».`,
    expected: {
      serial: 'Латинские буквы и цифры, не больше 60.',
      kind: 'Одно из: fido2, u2f, challenge-response, static-code.',
      model: 'Не длиннее 60 знаков.',
      batch: 'Не длиннее 60 знаков.',
      cost: 'Число, в котором знаков после запятой не больше, чем у валюты.',
      currency: 'Три буквы кода, например RUB.',
      cardNumber: 'От 8 до 19 цифр с верной контрольной цифрой.',
    },
    faults: {
      too_large: 'Файл больше 256 КБ.',
      too_many: 'В списке больше 500 брелоков. Разделите его.',
      empty: 'В списке нет ни одного номера. Впишите их, считайте сканером или выберите файл.',
      no_serial: 'В файле нет столбца «серийный номер». Столбцы называет первая строка.',
      both: 'Впишите номера или выберите файл, но не то и другое.',
      unknown_columns: (names) => `Незнакомые или повторённые столбцы: ${names}.`,
      bad_lines: (lines) => `Это не CSV, или в строке другое число ячеек: ${lines}.`,
    },
  },
};

function receivedRu(count: number): string {
  return `На склад ${pluralRu(count, 'принят', 'приняты', 'принято')} ${count} ${pluralRu(count, 'брелок', 'брелока', 'брелоков')}.`;
}
