import type { SameWords } from '../lib/i18n.ts';
import type { documentsEn } from './words.en.ts';

export const documentsRu: SameWords<typeof documentsEn> = {
  title: 'Документы',
  kinds: {
    invoice: 'Счёт на оплату',
    'order-confirmation': 'Подтверждение заказа',
    waybill: 'Накладная',
    'delivery-note': 'Упаковочный лист',
    act: 'Акт',
    certificate: 'Сертификат',
    contract: 'Договор',
    reconciliation: 'Акт сверки',
    'credit-note': 'Корректировка',
  },
  filter: {
    search: 'Номер или название',
    kind: 'Вид',
    anyKind: 'Все виды',
    from: 'С',
    to: 'По',
  },
  columns: {
    title: 'Документ',
    kind: 'Вид',
    number: 'Номер',
    issuedOn: 'Дата',
    size: 'Размер',
    file: 'Файл',
  },
  dated: 'от',
  view: 'Посмотреть',
  download: 'Скачать',
  downloadOf: (title: string) => `Скачать: ${title}`,
  unavailable:
    'Сейчас этот документ не открыть: его файл не тот, что прислала учётная система. Он не показан. Попросите менеджера прислать его снова.',
  empty: {
    none: 'Документов пока нет',
    noneText:
      'Счета, накладные, акты, сертификаты и договоры появятся здесь, как только их пришлёт учётная система.',
    nothing: 'Такого документа нет',
    nothingText: 'Всем условиям не отвечает ничего.',
    widen: 'Показать все документы',
    end: 'Дальше документов нет',
  },
};
