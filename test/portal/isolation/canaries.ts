/**
 * Amounts and words that stand for a data class: wherever one shows up, a fact of that class has got there. Each party
 * has its own, so that the amounts of one customer are recognised on the pages of another.
 */
import type { DataClass } from '#auth/permissions/data-classes.ts';

/** Text that nothing else says, in as many shapes as numbers are written in. */
export type Canary = { dataClass: DataClass; name: string; pattern: RegExp };

/** Decimals as a source sends them. Every party's differ from every other's in their first digits. */
export type Amounts = ReturnType<typeof amountsOf>;

/** What may stand between the digits of one number: spaces of all widths, comma, point, apostrophe, their escapes. */
const SEPARATOR = String.raw`(?:[\s\u00a0\u2007\u2009\u202f.,'’]|&nbsp;|&#160;|&#xa0;|\\u00a0|\\u202f)?`;
const MARKUP = /<[^>]*>/g;
/** Ids and nonces are random digits, among which any number could stand by chance. */
const RANDOM_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[\w+/-]{22}==/gi;

/** @param first the digit that all amounts of the party begin with */
export function amountsOf(first: number) {
  return {
    ownPrice: {
      contract: `${first}391846.53`,
      contractFromTen: `${first}391628.71`,
      contractAlone: `${first}284913.57`,
      lineUnit: `${first}175328.46`,
      lineNet: `${first}701313.84`,
      lineTax: `${first}542890.44`,
      orderNet: `${first}816427.35`,
      orderTax: `${first}617340.18`,
      orderGross: `${first}933767.53`,
    },
    listPrice: { line: `${first}462957.81` },
    money: {
      opening: `${first}18273645.01`,
      debit: `${first}27364518.19`,
      credit: `${first}36451827.28`,
      invoiceTotal: `${first}45182736.37`,
      invoiceTax: `${first}51827364.46`,
      invoiceResidual: `${first}61728394.55`,
      payment: `${first}72839465.64`,
      creditNote: `${first}83946572.73`,
      creditLimit: `${first}94657283.82`,
    },
    percent: `${first}3.37`,
  };
}

/** The open list is everybody's: of a class, but of no party. */
export const OPEN_LIST_PRICE = '9264913.58';

export const OPEN_LIST_CANARY: Canary = amountCanary('list-price', 'open list', OPEN_LIST_PRICE);

export function canaryWord(dataClass: DataClass, party: string): string {
  return `canary-${dataClass}-${party}`;
}

/** Everything that tells of a party, each with the class that it is a fact of. */
export function canariesOf(party: string, amounts: Amounts): Canary[] {
  const { ownPrice, listPrice, money, percent } = amounts;
  return [
    ...Object.entries(ownPrice).map(([name, amount]) => amountCanary('own-price', name, amount)),
    ...Object.entries(listPrice).map(([name, amount]) => amountCanary('list-price', name, amount)),
    ...Object.entries(money).map(([name, amount]) => amountCanary('money', name, amount)),
    ...Object.entries(derivedFrom(amounts)).map(([name, amount]) => amountCanary('own-price', name, amount)),
    percentCanary('own-price', percent),
    ...(['goods', 'own-price', 'money'] as const).map((dataClass) => wordCanary(dataClass, party)),
  ];
}

/** Those that stand in a text: in what a reader sees, its markup taken out, or in the markup itself. */
export function canariesIn(text: string, canaries: readonly Canary[]): Canary[] {
  const raw = text.replace(RANDOM_ID, ' ');
  const read = raw.replace(MARKUP, ' ');
  return canaries.filter(({ pattern }) => pattern.test(raw) || pattern.test(read));
}

/** What the contract price is after the source's discount, reckoned here by other means than the portal's. */
function derivedFrom({ ownPrice: { contract }, percent }: Amounts) {
  const [priceMinor, basisPoints] = [contract, percent].map((decimal) => BigInt(decimal.replace('.', '')));
  if (priceMinor === undefined || basisPoints === undefined) throw new Error('both are given');
  const discounted = (priceMinor * (10_000n - basisPoints) + 5_000n) / 10_000n;
  const toDecimal = (minor: bigint) => `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`;
  return { discountedContract: toDecimal(discounted), discountAmount: toDecimal(priceMinor - discounted) };
}

/** Finds the amount whole, in minor units, and cut to whole units. */
function amountCanary(dataClass: DataClass, name: string, decimal: string): Canary {
  const [whole = '', fraction = ''] = decimal.split('.');
  const all = spaced(whole + fraction);
  const onlyWhole = spaced(whole);
  const pattern = new RegExp(String.raw`(?<![0-9a-f])(?:${all}|${onlyWhole}(?![0-9a-f]))`, 'i');
  return { dataClass, name: `${name} ${decimal}`, pattern };
}

/** `13,37`, `13.37`, `1337` basis points; not inside a longer number or an id. */
function percentCanary(dataClass: DataClass, percent: string): Canary {
  const digits = percent.replace('.', '');
  const pattern = new RegExp(String.raw`(?<![\w.-])(?:${percent.replace('.', '[.,]')}0*|${digits})(?![\w-])`);
  return { dataClass, name: `${percent} %`, pattern };
}

function wordCanary(dataClass: DataClass, party: string): Canary {
  const name = canaryWord(dataClass, party);
  return { dataClass, name, pattern: new RegExp(name, 'i') };
}

function spaced(digits: string): string {
  return Array.from(digits).join(SEPARATOR);
}
