import { expect, test } from 'vitest';
import { pluralEn, pluralRu, wordsIn } from '#portal/lib/i18n.ts';

test('Russian counts in three forms, English in two', () => {
  const orders = (count: number) => pluralRu(count, 'заказ', 'заказа', 'заказов');
  expect([1, 2, 5, 11, 21, 22, 111, 0, 1.5].map(orders)).toEqual([
    'заказ',
    'заказа',
    'заказов',
    'заказов',
    'заказ',
    'заказа',
    'заказов',
    'заказов',
    'заказа',
  ]);
  expect([1, 2, 0].map((count) => pluralEn(count, 'order', 'orders'))).toEqual(['order', 'orders', 'orders']);
});

test('a page reads the words of its language', () => {
  const words = { en: { save: 'Save' }, ru: { save: 'Сохранить' } };
  expect([wordsIn(words, 'en').save, wordsIn(words, 'ru').save]).toEqual(['Save', 'Сохранить']);
});
