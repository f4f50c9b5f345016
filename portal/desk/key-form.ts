import type { KeyChoice } from '#auth/keys/key-choice.ts';
import { parseClaimedEvidence } from '#auth/keys/evidence.ts';
import type { ClaimedEvidence } from '#auth/keys/evidence.ts';
import { parseSerial } from '#auth/keys/stock-line.ts';
import { parseKeyKind } from '#auth/keys/key-kind.ts';
import { toOneLine } from '../lib/one-line.ts';

export const KEY_TEXT_LENGTH_MAX = 60;

export const KEY_FIELDS = [
  'person',
  'code',
  'serial',
  'kind',
  'label',
  'order',
  'replaces',
  'evidence',
] as const;
export type KeyField = (typeof KEY_FIELDS)[number];
export type KeyTexts = Record<KeyField, string>;
/** What is wrong in a field; each has a sentence of its own. */
export type KeyFault =
  | 'person'
  | 'label'
  | 'code'
  | 'codeOrSerial'
  | 'serial'
  | 'serialIsOut'
  | 'kind'
  | 'order'
  | 'replaces'
  | 'evidence';
export type KeyFaults = Partial<Record<KeyField, KeyFault>>;

export type ParsedKey = {
  holderId: string;
  label: string;
  choice: KeyChoice;
  orderId: string | null;
  replacesKeyId: string | null;
  evidence: ClaimedEvidence;
};

/** @returns what to issue, or the fields in which something is wrong */
export function parseKey(texts: KeyTexts): { ok: true; key: ParsedKey } | { ok: false; faults: KeyFaults } {
  const label = toOneLine(texts.label);
  const choice = parseChoice(texts);
  const evidence = parseClaimedEvidence(texts.evidence);
  const faults: KeyFaults = {
    ...(texts.person === '' && { person: 'person' }),
    ...(!choice.ok && choice.faults),
    // Only a key from stock has a name already.
    ...((label === '' && texts.code === '') || label.length > KEY_TEXT_LENGTH_MAX ? { label: 'label' } : {}),
    ...(evidence === null && { evidence: 'evidence' }),
  };
  if (!choice.ok || evidence === null || Object.keys(faults).length > 0) return { ok: false, faults };
  const { person: holderId, order, replaces } = texts;
  const key = { holderId, label, choice: choice.choice, evidence };
  return { ok: true, key: { ...key, orderId: order || null, replacesKeyId: replaces || null } };
}

type ParsedChoice = { ok: true; choice: KeyChoice } | { ok: false; faults: KeyFaults };

function parseChoice({ code, serial: typed, kind: typedKind }: KeyTexts): ParsedChoice {
  if (code !== '' && typed !== '') return { ok: false, faults: { code: 'codeOrSerial' } };
  if (code !== '') return { ok: true, choice: { from: 'stock', code } };
  const [serial, kind] = [typed === '' ? null : parseSerial(typed), parseKeyKind(typedKind)];
  if (typed !== '' && serial === null) return { ok: false, faults: { serial: 'serial' } };
  return kind === null
    ? { ok: false, faults: { kind: 'kind' } }
    : { ok: true, choice: { from: 'hand', serial, kind } };
}

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id of a form that makes a link; null for what is none. */
export function parseRequestId(text: string | null): string | null {
  return text !== null && REQUEST_ID.test(text) ? text : null;
}
