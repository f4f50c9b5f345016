import type { SameWords } from '../lib/i18n.ts';
import type { addressEn } from './address-words.en.ts';

export const addressRu: SameWords<typeof addressEn> = {
  title: (name) => `Сменить адрес для писем: ${name}`,
  consequence:
    'На этот адрес портал пишет о брелоках, ПИН-кодах и просьбах. О смене узнают прежний адрес, новый и владельцы компании. Когда у кого-то из компании уже есть брелок, смену сначала подтверждает владелец.',
  field: 'Новый адрес',
  verb: 'Сменить адрес',
  problems: {
    no_address: 'Укажите один адрес вида name@company.example.',
    same_address: 'Это и есть нынешний адрес.',
    overtaken: 'Адрес тем временем изменили. Посмотрите на него ещё раз.',
    theirs_alone:
      'Этот человек состоит или состоял в другой компании с брелоками. Сменить адрес может только он сам, на странице «Мой брелок».',
  },
};
