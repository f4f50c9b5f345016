import { expect, test } from 'vitest';
import { amountsOf, canariesIn, canariesOf } from './canaries.ts';

const CANARIES = canariesOf('quartz', amountsOf(7));
const namesIn = (text: string) => canariesIn(text, CANARIES).map(({ name }) => name);

test.each([
  ['as sent', '7391846.53'],
  ['with no-break spaces and a comma', '7\u00a0391\u00a0846,53 ₽'],
  ['with narrow no-break spaces', '7\u202f391\u202f846,53'],
  ['with commas and a point', '₽7,391,846.53'],
  ['in minor units', '["x",739184653]'],
  ['without its kopecks', 'около 7 391 846 рублей'],
  ['in pieces of markup', '<span>7 391 846</span><span>,53</span>'],
  ['as HTML writes spaces', '7&nbsp;391&nbsp;846,53'],
  ['in an attribute', '<input value="7391846.53"/>'],
])('an amount is found %s', (_shape, text) => {
  expect(namesIn(text)).toEqual(['contract 7391846.53']);
});

test.each([
  ['73.37', true],
  ['73,37 %', true],
  ['73.3700', true],
  ['"basisPoints",7337', true],
  ['173.37', false],
  ['73.372', false],
  ['0000-7337-0000', false],
])('of %s it is said whether the percentage is in it: %s', (text, isIn) => {
  expect(namesIn(text)).toEqual(isIn ? ['73.37 %'] : []);
});

test('another number, an id and an empty page hold none of them', () => {
  for (const text of ['7391847.53', '00000000-0000-7391-8465-300000000000', '', '<p>7 391</p>']) {
    expect(namesIn(text)).toEqual([]);
  }
});

test('no canary can be taken for another', () => {
  const amounts = CANARIES.map(({ name }) => name.split(' ').at(-1) ?? '');
  for (const amount of amounts.filter((text) => text.includes('.'))) {
    expect([amount, namesIn(amount).length]).toEqual([amount, 1]);
  }
});
