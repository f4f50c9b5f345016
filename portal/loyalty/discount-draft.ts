/** A discount as an officer writes it down, before and after its form was understood. */
import { isOn } from '#portal/lib/dates.ts';
import {
  compareDecimals,
  decimalFromInteger,
  parseTypedDecimal,
  scaledInteger,
} from '#portal/lib/decimal.ts';
import { decimalFromMinor, isCurrency, minorFromDecimal } from '#portal/lib/money.ts';

export const DISCOUNT_FIELDS = [
  'name',
  'percent',
  'fixedPrice',
  'currency',
  'goodsGroup',
  'sku',
  'validFromOn',
  'validToOn',
  'limit',
] as const;
export type DiscountField = (typeof DISCOUNT_FIELDS)[number];

/** The form as it was typed; kept when something in it is wrong. */
export type DiscountTexts = Record<DiscountField, string>;

/** What can be wrong with a field; the words are in words.*.ts. */
export type DiscountFault =
  | 'missing'
  | 'too_long'
  | 'one_effect'
  | 'not_percent'
  | 'not_price'
  | 'currency_needed'
  | 'not_currency'
  | 'not_day'
  | 'ends_before_start'
  | 'not_amount'
  | 'unknown_group'
  | 'unknown_sku'
  | 'not_in_group';
export type DiscountFaults = Partial<Record<DiscountField, DiscountFault>>;

/** Exactly one of `basisPoints` and `fixedPrice` is set. Without a group and an article it is for all goods. */
export type DiscountTerms = {
  name: string;
  kind: 'percent' | 'fixed-price';
  basisPoints: number | null;
  /** Of one unit, a decimal. */
  fixedPrice: string | null;
  currency: string | null;
  goodsGroup: string | null;
  sku: string | null;
  validFromOn: string;
  validToOn: string | null;
  /** The most that the discount may give one customer account, in minor units of its currency; null: no limit. */
  maxAmountMinor: bigint | null;
};

export type DraftOutcome = { ok: true; terms: DiscountTerms } | { ok: false; faults: DiscountFaults };

const LONGEST_NAME = 120;
const PERCENT_DIGITS = 2;
const FULL_BASIS_POINTS = 10_000n;

/** Reads a form. Every field that is wrong is named at once. */
export function parseDiscountTexts(texts: DiscountTexts): DraftOutcome {
  const faults: DiscountFaults = {
    ...faultsOfName(texts),
    ...faultsOfEffect(texts),
    ...faultsOfPeriod(texts),
  };
  const basisPoints = texts.percent === '' ? null : basisPointsOf(texts.percent);
  const fixedPrice = texts.fixedPrice === '' ? null : priceOf(texts.fixedPrice);
  const currency = texts.currency === '' ? null : texts.currency.toUpperCase();
  const maxAmountMinor = limitOf(texts.limit, currency);
  if (maxAmountMinor === 'not_amount') faults.limit = 'not_amount';
  if (maxAmountMinor === 'not_amount' || Object.keys(faults).length > 0) return { ok: false, faults };
  return {
    ok: true,
    terms: {
      name: texts.name,
      kind: basisPoints === null ? 'fixed-price' : 'percent',
      basisPoints,
      fixedPrice,
      currency,
      goodsGroup: texts.goodsGroup === '' ? null : texts.goodsGroup,
      sku: texts.sku === '' ? null : texts.sku,
      validFromOn: texts.validFromOn,
      validToOn: texts.validToOn === '' ? null : texts.validToOn,
      maxAmountMinor,
    },
  };
}

/** The form of terms that exist, for changing or copying them. */
export function toDiscountTexts(terms: DiscountTerms): DiscountTexts {
  const { basisPoints, currency, maxAmountMinor } = terms;
  const hasLimit = maxAmountMinor !== null && currency !== null;
  return {
    name: terms.name,
    percent: basisPoints === null ? '' : trimmed(decimalFromInteger(BigInt(basisPoints), PERCENT_DIGITS)),
    fixedPrice: terms.fixedPrice ?? '',
    currency: currency ?? '',
    goodsGroup: terms.goodsGroup ?? '',
    sku: terms.sku ?? '',
    validFromOn: terms.validFromOn,
    validToOn: terms.validToOn ?? '',
    limit: hasLimit ? decimalFromMinor(maxAmountMinor, currency) : '',
  };
}

function faultsOfName({ name, sku, goodsGroup }: DiscountTexts): DiscountFaults {
  if (name === '') return { name: 'missing' };
  if (name.length > LONGEST_NAME) return { name: 'too_long' };
  if (sku.length > LONGEST_NAME) return { sku: 'unknown_sku' };
  return goodsGroup.length > LONGEST_NAME * 2 ? { goodsGroup: 'unknown_group' } : {};
}

function faultsOfEffect({ percent, fixedPrice, currency, limit }: DiscountTexts): DiscountFaults {
  if ((percent === '') === (fixedPrice === '')) return { percent: 'one_effect' };
  if (percent !== '' && basisPointsOf(percent) === null) return { percent: 'not_percent' };
  if (fixedPrice !== '' && priceOf(fixedPrice) === null) return { fixedPrice: 'not_price' };
  const needsCurrency = fixedPrice !== '' || limit !== '';
  if (currency === '') return needsCurrency ? { currency: 'currency_needed' } : {};
  return isCurrency(currency.toUpperCase()) ? {} : { currency: 'not_currency' };
}

function faultsOfPeriod({ validFromOn, validToOn }: DiscountTexts): DiscountFaults {
  if (validFromOn === '') return { validFromOn: 'missing' };
  if (!isOn(validFromOn)) return { validFromOn: 'not_day' };
  if (validToOn === '') return {};
  if (!isOn(validToOn)) return { validToOn: 'not_day' };
  return validToOn < validFromOn ? { validToOn: 'ends_before_start' } : {};
}

/** Hundredths of a percent, above 0 and up to 100 %; null for anything else. */
function basisPointsOf(percent: string): number | null {
  const decimal = parseTypedDecimal(percent.endsWith('%') ? percent.slice(0, -1).trimEnd() : percent);
  const points = decimal === null ? null : scaledInteger(decimal, PERCENT_DIGITS);
  return points !== null && points > 0n && points <= FULL_BASIS_POINTS ? Number(points) : null;
}

function priceOf(text: string): string | null {
  const decimal = parseTypedDecimal(text);
  return decimal !== null && compareDecimals(decimal, '0') > 0 ? decimal : null;
}

/** A limit without a currency that can hold it is none; the currency's own fault is told at its field. */
function limitOf(limit: string, currency: string | null): bigint | null | 'not_amount' {
  if (limit === '') return null;
  const decimal = parseTypedDecimal(limit);
  if (decimal === null) return 'not_amount';
  if (currency === null || !isCurrency(currency)) return null;
  const minor = minorFromDecimal(decimal, currency);
  return minor !== null && minor > 0n ? minor : 'not_amount';
}

function trimmed(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}
