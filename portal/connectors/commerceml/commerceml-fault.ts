/** What can be wrong with a CommerceML file, told apart so that a program and a person can act on it. */
export type CommerceMlFaultCode =
  | 'file_unreadable'
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
  | 'rows_contradict';

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
