type Gender = 'masculine' | 'feminine' | 'neuter';

/** The three forms of a Russian noun after a number: 1 рубль, 2 рубля, 5 рублей. */
type CountForms = readonly [one: string, few: string, many: string];

type CurrencyWords = { unit: CountForms; unitGender: Gender; cent: CountForms };

const CURRENCY_WORDS = {
  RUB: {
    unit: ['рубль', 'рубля', 'рублей'],
    unitGender: 'masculine',
    cent: ['копейка', 'копейки', 'копеек'],
  },
  CNY: { unit: ['юань', 'юаня', 'юаней'], unitGender: 'masculine', cent: ['фэнь', 'фэня', 'фэней'] },
  EUR: { unit: ['евро', 'евро', 'евро'], unitGender: 'masculine', cent: ['цент', 'цента', 'центов'] },
  USD: {
    unit: ['доллар', 'доллара', 'долларов'],
    unitGender: 'masculine',
    cent: ['цент', 'цента', 'центов'],
  },
} as const satisfies Record<string, CurrencyWords>;

export type SpelledCurrency = keyof typeof CURRENCY_WORDS;

const ONE_AND_TWO = {
  masculine: ['один', 'два'],
  feminine: ['одна', 'две'],
  neuter: ['одно', 'два'],
} as const satisfies Record<Gender, readonly [string, string]>;
const FROM_THREE = ['три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'];
const TEENS = [
  'десять',
  'одиннадцать',
  'двенадцать',
  'тринадцать',
  'четырнадцать',
  'пятнадцать',
  'шестнадцать',
  'семнадцать',
  'восемнадцать',
  'девятнадцать',
];
const TENS = [
  '',
  '',
  'двадцать',
  'тридцать',
  'сорок',
  'пятьдесят',
  'шестьдесят',
  'семьдесят',
  'восемьдесят',
  'девяносто',
];
const HUNDREDS = [
  '',
  'сто',
  'двести',
  'триста',
  'четыреста',
  'пятьсот',
  'шестьсот',
  'семьсот',
  'восемьсот',
  'девятьсот',
];

/** Thousands are feminine in Russian, the larger groups masculine. */
const GROUPS: readonly { forms: CountForms; gender: Gender }[] = [
  { forms: ['тысяча', 'тысячи', 'тысяч'], gender: 'feminine' },
  { forms: ['миллион', 'миллиона', 'миллионов'], gender: 'masculine' },
  { forms: ['миллиард', 'миллиарда', 'миллиардов'], gender: 'masculine' },
  { forms: ['триллион', 'триллиона', 'триллионов'], gender: 'masculine' },
];

const LIMIT = 10n ** 15n;

/**
 * An amount as Russian papers spell it: «Двадцать три тысячи четыреста пять рублей 60 копеек».
 * Takes minor units, zero or more. Kopecks stay digits, two of them.
 */
export function amountInWords(amountMinor: bigint, currency: SpelledCurrency): string {
  if (amountMinor < 0n) throw new RangeError(`no words for ${amountMinor}`);
  const words: CurrencyWords = CURRENCY_WORDS[currency];
  const units = amountMinor / 100n;
  const cents = amountMinor % 100n;
  const spelled = numberInWords(units, words.unitGender);
  const digits = cents.toString().padStart(2, '0');
  return `${capitalise(spelled)} ${countForm(units, words.unit)} ${digits} ${countForm(cents, words.cent)}`;
}

/** A whole number from zero to 999 trillion in Russian words, in the gender of what is counted. */
export function numberInWords(value: bigint, gender: Gender): string {
  if (value < 0n || value >= LIMIT) throw new RangeError(`no words for ${value}`);
  if (value === 0n) return 'ноль';
  const parts = [belowThousand(Number(value % 1000n), gender)];
  let rest = value / 1000n;
  for (const group of GROUPS) {
    const count = rest % 1000n;
    if (count > 0n) {
      parts.unshift(`${belowThousand(Number(count), group.gender)} ${countForm(count, group.forms)}`);
    }
    rest /= 1000n;
  }
  return parts.filter((part) => part !== '').join(' ');
}

/** The form of a Russian noun that goes with a count: 21 рубль, 22 рубля, 11 рублей. */
export function countForm(count: bigint, [one, few, many]: CountForms): string {
  const lastTwo = count % 100n;
  const last = count % 10n;
  if (lastTwo >= 11n && lastTwo <= 14n) return many;
  if (last === 1n) return one;
  return last >= 2n && last <= 4n ? few : many;
}

/** The first letter large, the rest as it is. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function belowThousand(value: number, gender: Gender): string {
  const ones = ['', ...ONE_AND_TWO[gender], ...FROM_THREE];
  const lastTwo = value % 100;
  const belowHundred =
    lastTwo >= 10 && lastTwo <= 19
      ? [TEENS[lastTwo - 10]]
      : [TENS[Math.floor(lastTwo / 10)], ones[lastTwo % 10]];
  return [HUNDREDS[Math.floor(value / 100)], ...belowHundred].filter(Boolean).join(' ');
}
