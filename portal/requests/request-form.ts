import { parseQuantity } from './article-list.ts';
import { NOTE_LENGTH_MAX, REFERENCE_LENGTH_MAX } from './order-request.ts';

/** What was typed on the page of a draft. */
export type RequestForm = {
  customerReference: string;
  note: string;
  counterpartyId: string | null;
  /** By line; null takes it off. */
  quantities: Map<string, string | null>;
  /** Lines whose quantity is none. */
  faulty: string[];
  typed: Map<string, string>;
};

const QUANTITY = /^quantity-([\w-]{1,64})$/;

export function readRequestForm(form: FormData): RequestForm {
  const textOf = (name: string, longest: number): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim().slice(0, longest) : '';
  };
  const read: RequestForm = {
    customerReference: textOf('customerReference', REFERENCE_LENGTH_MAX),
    note: textOf('note', NOTE_LENGTH_MAX),
    counterpartyId: textOf('counterpartyId', 64) || null,
    quantities: new Map(),
    faulty: [],
    typed: new Map(),
  };
  for (const [name, value] of form.entries()) {
    const lineId = QUANTITY.exec(name)?.[1];
    if (lineId === undefined || typeof value !== 'string') continue;
    read.typed.set(lineId, value.slice(0, 20));
    const isOff = /^[\s0]*$/.test(value);
    const quantity = isOff ? null : parseQuantity(value);
    if (!isOff && quantity === null) read.faulty.push(lineId);
    else read.quantities.set(lineId, quantity);
  }
  return read;
}
