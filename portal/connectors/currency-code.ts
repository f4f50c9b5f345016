/**
 * ISO 4217 codes by the names that 1C bases give to currencies: the code itself, the number of the Russian
 * classifier (ОКВ), or a word that can mean one currency only. 810 and RUR are what the rouble was called until 2004 and still is in old bases.
 */
const CODES: Readonly<Record<string, readonly string[]>> = {
  RUB: ['643', '810', 'rur', 'руб', 'рубль', 'рублей', 'р', '₽', 'российский рубль'],
  USD: ['840', '$', 'долл', 'доллар сша'],
  EUR: ['978', '€', 'евро'],
  BYN: ['933', 'бел. руб', 'белорусский рубль'],
  KZT: ['398', '₸', 'тенге', 'тнг'],
  AMD: ['051', 'драм'],
  KGS: ['417', 'сом'],
  UZS: ['860', 'сум'],
  AZN: ['944'],
  GEL: ['981', 'лари'],
  MDL: ['498'],
  TJS: ['972', 'сомони'],
  TMT: ['934'],
  UAH: ['980', 'грн', 'гривна'],
  CNY: ['156', 'юань', 'юаней'],
  TRY: ['949'],
  AED: ['784'],
  INR: ['356'],
  JPY: ['392', 'иена'],
  GBP: ['826'],
  CHF: ['756'],
};

const CODE_BY_NAME = new Map(
  Object.entries(CODES).flatMap(([code, names]) =>
    [code.toLowerCase(), ...names].map((name) => [name, code] as const),
  ),
);

/**
 * The ISO 4217 code of a currency as a 1C base names it (`руб.`, `RUB`, `643`).
 * @returns null if the table does not have it: a price in a guessed currency would be worse than none
 */
export function currencyCode(name: string): string | null {
  const word = name.trim().toLowerCase().replace(/\.$/, '');
  return CODE_BY_NAME.get(word) ?? null;
}
