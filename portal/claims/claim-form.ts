import { compareDecimals, decimalScale } from '../lib/decimal.ts';
import { parseQuantity } from '../requests/article-list.ts';
import { CLAIM_KINDS, NOTE_LENGTH_MAX, toWish } from './claim.ts';
import type { ClaimKind, Wish } from './claim.ts';
import type { ClaimableLine } from './claimable-lines.ts';

export type ClaimedLine = ClaimableLine & { quantity: string; kind: ClaimKind };

/** What is wrong with a line of the form: no number, parts of a piece, more than was delivered, or not said what it is. */
export type LineFault = 'quantity' | 'whole' | 'too_much' | 'kind';
/** And with the rest of it. */
export type FormFault = 'no_lines' | 'wish' | 'note' | 'note_long';

type TypedLine = { quantity: string; kind: string };

/** What was typed, to be shown again; its lines by their id. */
export type TypedClaim = {
  lines: ReadonlyMap<string, TypedLine>;
  wish: string;
  note: string;
};

export type ReadClaim =
  | { ok: true; formId: string; lines: ClaimedLine[]; wish: Wish; note: string }
  | { ok: false; formId: string; typed: TypedClaim; lineFaults: Map<string, LineFault>; faults: FormFault[] };

const FORM_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const QUANTITY_LENGTH_MAX = 20;
/** Enough for grams of a kilogram and millimetres of a metre. */
const MOST_DIGITS = 3;
/** Goods that are counted: half of one is a typing error. */
const COUNTED =
  /^(шт|компл|упак|уп|пар|кор|рул|набор|лист|pcs?|pieces?|ea|sets?|packs?|pairs?|box(es)?|rolls?)\.?$/i;

/**
 * Reads the form of a claim.
 * @param claimable the lines that it may name, as they are now; others are passed over
 * @returns null for a form that is none of ours
 */
export function readClaimForm(form: FormData, claimable: readonly ClaimableLine[]): ReadClaim | null {
  const formId = textOf(form, 'form');
  if (!FORM_ID.test(formId)) return null;
  const rest = { wish: textOf(form, 'wish'), note: textOf(form, 'note') };
  const typed = new Map(claimable.map((line) => [line.id, typedOf(form, line)]));
  const lineFaults = new Map<string, LineFault>();
  const lines: ClaimedLine[] = [];
  for (const line of claimable) {
    const read = readLine(line, typed.get(line.id) ?? NOTHING);
    if (typeof read === 'string') lineFaults.set(line.id, read);
    else if (read !== null) lines.push(read);
  }
  const wish = toWish(rest.wish);
  const faults = faultsOf({ wish, note: rest.note, lines, isFaulty: lineFaults.size > 0 });
  if (wish === null || faults.length > 0 || lineFaults.size > 0)
    return { ok: false, formId, typed: { ...rest, lines: typed }, lineFaults, faults };
  return { ok: true, formId, lines, wish, note: rest.note };
}

const NOTHING = { quantity: '', kind: '' };

function typedOf(form: FormData, { id }: ClaimableLine): TypedLine {
  const quantity = textOf(form, `quantity-${id}`).slice(0, QUANTITY_LENGTH_MAX);
  return { quantity, kind: textOf(form, `kind-${id}`) };
}

/** Null for a line of which nothing is said. */
function readLine(line: ClaimableLine, said: TypedLine): ClaimedLine | LineFault | null {
  const isEmpty = /^[\s0]*$/.test(said.quantity);
  if (isEmpty && said.kind === '') return null;
  const quantity = parseQuantity(said.quantity);
  const digits = decimalScale(line.most);
  if (quantity === null || decimalScale(quantity) > Math.max(MOST_DIGITS, digits)) return 'quantity';
  if (COUNTED.test(line.unit) && digits === 0 && decimalScale(quantity) > 0) return 'whole';
  if (compareDecimals(quantity, line.most) > 0) return 'too_much';
  const kind = CLAIM_KINDS.find((known) => known === said.kind);
  return kind === undefined ? 'kind' : { ...line, quantity, kind };
}

type Rest = { wish: Wish | null; note: string; lines: readonly ClaimedLine[]; isFaulty: boolean };

/** What is wrong in a way that no list has must be told in words. */
function faultsOf({ wish, note, lines, isFaulty }: Rest): FormFault[] {
  const needsWords = lines.some(({ kind }) => kind === 'other');
  return [
    ...(lines.length === 0 && !isFaulty ? ['no_lines' as const] : []),
    ...(wish === null ? ['wish' as const] : []),
    ...(needsWords && note === '' ? ['note' as const] : []),
    ...(note.length > NOTE_LENGTH_MAX ? ['note_long' as const] : []),
  ];
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
