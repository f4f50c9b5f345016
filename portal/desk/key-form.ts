import { toOneLine } from '../lib/one-line.ts';

export const KEY_TEXT_LENGTH_MAX = 60;

export type KeyField = 'person' | 'label' | 'serial';
export type KeyTexts = Record<KeyField, string>;

export type ParsedKey = { holderId: string; label: string; serial: string | null };

/** @returns what to issue, or the fields in which something is wrong */
export function parseKey(texts: KeyTexts): ({ ok: true } & ParsedKey) | { ok: false; faults: KeyField[] } {
  const [label, serial] = [toOneLine(texts.label), toOneLine(texts.serial)];
  const faults: KeyField[] = [
    ...(texts.person === '' ? (['person'] as const) : []),
    ...(label === '' || label.length > KEY_TEXT_LENGTH_MAX ? (['label'] as const) : []),
    ...(serial.length > KEY_TEXT_LENGTH_MAX ? (['serial'] as const) : []),
  ];
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, holderId: texts.person, label, serial: serial || null };
}

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id of a form that makes a link; null for what is none. */
export function parseRequestId(text: string | null): string | null {
  return text !== null && REQUEST_ID.test(text) ? text : null;
}
