/** A claim of ours in the fields that a mapping names. */
import { clockText } from '../clock-text.ts';
import type { SentFields, SentValue } from '../mapping/write-json.ts';
import type { ClaimLineValue, ClaimMapping, ClaimValue } from './claim-mapping.ts';
import type { OutgoingClaim, OutgoingClaimLine } from './outgoing-claim.ts';

/** What there is nothing of is left out: the source has its own default. */
export function claimFieldsOf(
  claim: OutgoingClaim,
  mapping: ClaimMapping,
  { timeZone }: { timeZone: string },
): SentFields {
  const { fields, lines } = mapping;
  const head = Object.entries(fields).flatMap(([field, spec]) =>
    sent(field, 'value' in spec ? constant(spec) : claimValue(claim, spec.from, { mapping, timeZone })),
  );
  if (lines === undefined) return Object.fromEntries(head);
  const rows = claim.lines.map((line) => ({
    fields: Object.fromEntries(
      Object.entries(lines.fields).flatMap(([field, spec]) =>
        sent(
          field,
          'value' in spec ? constant(spec) : lineSent(lineValue(line, spec.from, mapping), spec.as),
        ),
      ),
    ),
  }));
  return { ...Object.fromEntries(head), [lines.in]: rows };
}

function sent(field: string, value: SentValue | null): [string, SentValue][] {
  return value === null || value === '' ? [] : [[field, value]];
}

function constant({ value }: { value: string | boolean | number }): SentValue {
  return typeof value === 'number' ? { decimal: String(value) } : value;
}

function lineSent(text: string | null, as: 'text' | 'number'): SentValue | null {
  return text !== null && as === 'number' ? { decimal: text } : text;
}

type Writing = { mapping: ClaimMapping; timeZone: string };

function claimValue(claim: OutgoingClaim, from: ClaimValue, { mapping, timeZone }: Writing): string | null {
  switch (from) {
    case 'key':
    case 'note':
      return claim[from];
    case 'counterparty':
      return claim.counterparty.ref;
    case 'order':
      return claim.order.ref;
    case 'orderNumber':
      return claim.order.number;
    case 'shipment':
      return claim.shipment?.ref ?? null;
    case 'shipmentNumber':
      return claim.shipment?.number ?? null;
    case 'sentOn':
      return clockText(claim.sentAt, timeZone).slice(0, 10);
    case 'sentAt':
      return clockText(claim.sentAt, timeZone);
    case 'wish':
      return wishOf(claim, mapping);
    case 'text':
      return textOf(claim, mapping);
  }
}

function lineValue(line: OutgoingClaimLine, from: ClaimLineValue, mapping: ClaimMapping): string | null {
  switch (from) {
    case 'lineNo':
      return String(line.lineNo);
    case 'orderLine':
      return line.orderLineRef;
    case 'kind':
      return kindOf(line, mapping);
    case 'sku':
    case 'name':
    case 'quantity':
    case 'unit':
      return line[from];
  }
}

/** Order, what is wrong line by line, what is wished, and what the customer wrote, each on a line. */
function textOf(claim: OutgoingClaim, mapping: ClaimMapping): string {
  const { order, shipment, lines, note } = claim;
  const goods = lines.map((line) => {
    const named = [line.name, line.sku].filter((text) => text !== '').join(' ');
    return `${line.lineNo}. ${named}: ${line.quantity} ${line.unit}, ${kindOf(line, mapping)}`;
  });
  const about = [order.number, shipment?.number ?? ''].filter((text) => text !== '').join(', ');
  return [about, ...goods, wishOf(claim, mapping), note].filter((text) => text !== '').join('\n');
}

function kindOf({ kind }: OutgoingClaimLine, { words }: ClaimMapping): string {
  return words.kinds[kind] ?? kind;
}

function wishOf({ wish }: OutgoingClaim, { words }: ClaimMapping): string {
  return words.wishes[wish] ?? wish;
}
