/** A value that a source is sent. A decimal is written digit for digit, as no float could be. */
export type SentValue =
  string | boolean | { decimal: string } | readonly SentValue[] | { readonly fields: SentFields };
export type SentFields = Readonly<Record<string, SentValue>>;

const JSON_NUMBER = /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,20})?$/;

/** @throws RangeError for a decimal that is none: values are checked before they get here */
export function writeJson(fields: SentFields): string {
  const members = Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`);
  return `{${members.join(',')}}`;
}

function textOf(value: SentValue): string {
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if ('decimal' in value) {
    if (!JSON_NUMBER.test(value.decimal)) throw new RangeError('not a decimal that JSON can hold');
    return value.decimal;
  }
  return 'fields' in value ? writeJson(value.fields) : `[${value.map(textOf).join(',')}]`;
}
