/** An order of ours in the fields that a mapping names. */
import { clockText } from '../clock-text.ts';
import type { SentFields, SentValue } from '../mapping/write-json.ts';
import { htmlText } from './html-text.ts';
import type { Constant, LineValue, ODataOrderMapping, OrderValue } from './order-mapping.ts';
import type { OutgoingLine, OutgoingOrder } from './outgoing-order.ts';

type Mapped = Pick<ODataOrderMapping, 'fields' | 'lines'>;

/** What there is nothing of is left out: the source has its own default. */
export function fieldsOf(
  order: OutgoingOrder,
  { fields, lines }: Mapped,
  { timeZone }: { timeZone: string },
): SentFields {
  const head = Object.entries(fields).flatMap(([field, spec]) =>
    sent(field, 'value' in spec ? constant(spec) : written(orderValue(order, spec.from, timeZone), spec.as)),
  );
  const rows = order.lines.map((line) => ({
    fields: Object.fromEntries(
      Object.entries(lines.fields).flatMap(([field, spec]) =>
        sent(field, 'value' in spec ? constant(spec) : written(lineValue(line, spec.from), spec.as)),
      ),
    ),
  }));
  return { ...Object.fromEntries(head), [lines.in]: rows };
}

/** What a company wants in every order, such as its team. */
export function constantsOf(constants: Readonly<Record<string, Constant>>): SentFields {
  return Object.fromEntries(Object.entries(constants).map(([field, spec]) => [field, constant(spec)]));
}

function written(text: string | null, as: 'text' | 'number' | 'html'): SentValue | null {
  if (text === null || as === 'text') return text;
  return as === 'number' ? { decimal: text } : htmlText(text);
}

function sent(field: string, value: SentValue | null): [string, SentValue][] {
  return value === null || value === '' ? [] : [[field, value]];
}

function constant({ value }: Constant): SentValue {
  return typeof value === 'number' ? { decimal: String(value) } : value;
}

function orderValue(order: OutgoingOrder, from: OrderValue, timeZone: string): string | null {
  switch (from) {
    case 'key':
    case 'currency':
    case 'note':
      return order[from];
    case 'reference':
      return order.customerReference;
    case 'counterparty':
      return order.counterparty.ref;
    case 'askedOn':
      return clockText(order.askedAt, timeZone).slice(0, 10);
    case 'askedAt':
      return clockText(order.askedAt, timeZone);
    case 'askedSeconds':
      return String(Math.floor(order.askedAt.getTime() / 1_000));
  }
}

function lineValue(line: OutgoingLine, from: LineValue): string | null {
  switch (from) {
    case 'product':
      return line.productRef;
    case 'lineNo':
      return String(line.lineNo);
    case 'sku':
    case 'name':
    case 'quantity':
    case 'unitPrice':
      return line[from];
  }
}
