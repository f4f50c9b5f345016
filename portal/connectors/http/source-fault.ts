/** What goes wrong between us and a source. Programs use `code`; `detail` is an English sentence for staff. */
export type SourceFaultCode =
  /** Not one of the source's own addresses, or one that nobody may be sent to. */
  | 'address_refused'
  | 'unreachable'
  | 'timed_out'
  /** The connection ended before the answer did. */
  | 'cut_short'
  | 'too_large'
  | 'redirected'
  /** The source does not take our user and password. Nobody tries again before a person has looked. */
  | 'credentials'
  | 'forbidden'
  | 'not_found'
  /** The source does not understand the question, and will not next time either. */
  | 'refused'
  | 'busy'
  | 'failed'
  /** An answer that is not what it should be: HTML, half a JSON text, an error with status 200. */
  | 'not_understood'
  /** The source leaves out a part of our question: a filter, an order, a page. */
  | 'ignored'
  /** Too many failures in a row: the source is left alone for a while. */
  | 'paused';

/** Faults that may be gone a moment later. All others would only be repeated. */
const PASSING: ReadonlySet<SourceFaultCode> = new Set([
  'unreachable',
  'timed_out',
  'cut_short',
  'busy',
  'failed',
]);

const LONGEST_DETAIL = 300;

export class SourceFault extends Error {
  readonly code: SourceFaultCode;
  /** How long the source asks to be left alone; null where it did not say. */
  readonly retryAfterMs: number | null;

  constructor(code: SourceFaultCode, detail: string, retryAfterMs: number | null = null) {
    super(detail);
    this.name = 'SourceFault';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  get isPassing(): boolean {
    return PASSING.has(this.code);
  }
}

/**
 * What may be repeated of a text that a source sent: its first line, without our secrets, without a program's
 * traceback, and not long. Servers have been seen to put passwords, SQL and file paths into their errors.
 */
export function repeatable(text: string, secrets: readonly string[]): string {
  const withoutTrace = text.split(/\bTraceback\b|\bStack ?[Tt]race\b|\n\s*at /)[0] ?? '';
  const line = withoutTrace.trim().split(/[\r\n]/)[0] ?? '';
  return cutSecrets(line, secrets).slice(0, LONGEST_DETAIL);
}

function cutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .toSorted((one, other) => other.length - one.length)
    .reduce((cut, secret) => cut.replaceAll(secret, '[cut]'), text);
}
