/** What can be wrong with a CommerceML file, told apart so that a program and a person can act on it. */
export type CommerceMlFaultCode =
  | 'file_missing'
  | 'file_empty'
  | 'file_too_large'
  | 'encoding_unsupported'
  | 'encoding_contradicted'
  | 'bytes_not_in_encoding'
  | 'dtd_refused'
  | 'xml_malformed'
  | 'too_deep'
  | 'too_many_attributes'
  | 'text_too_long'
  | 'record_too_large'
  | 'not_commerceml'
  | 'value_missing'
  | 'value_not_readable'
  | 'currency_unknown'
  | 'price_type_unknown'
  | 'file_changed';

/** Faults of one record: the reading can go on behind it and name the next one. */
const RECORD_FAULTS: ReadonlySet<CommerceMlFaultCode> = new Set([
  'value_missing',
  'value_not_readable',
  'currency_unknown',
  'price_type_unknown',
]);

export function isRecordFault(error: unknown): error is CommerceMlFault {
  return error instanceof CommerceMlFault && RECORD_FAULTS.has(error.code);
}

/** A place in a file: both counted from 1. */
export type TextPosition = { line: number; column: number };

/**
 * Ends the reading of a file. Never leaves the connector: `importCommerceMl` turns it into an outcome.
 * `detail` is one English sentence for the operator and names what was found.
 */
export class CommerceMlFault extends Error {
  override readonly name = 'CommerceMlFault';
  readonly code: CommerceMlFaultCode;
  readonly detail: string;
  readonly position: TextPosition | null;

  constructor(code: CommerceMlFaultCode, detail: string, position: TextPosition | null = null) {
    super(position ? `${code} at ${position.line}:${position.column}: ${detail}` : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.position = position;
  }
}
