import type { Answer } from './exchange.server.ts';
import { SourceFault } from './source-fault.ts';

/**
 * What a bad status means for us. The body may be JSON, XML, an HTML page or a licence server's plain sentence; none
 * of it is trusted, and only its message is repeated.
 * @returns null for a good answer
 */
export function faultOfStatus(
  answer: Answer,
  { repeat, now }: { repeat: (text: string) => string; now: Date },
): SourceFault | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const detail = `status ${status}: ${repeat(messageIn(answer)) || 'no reason given'}`;
  switch (status) {
    case 401:
      return new SourceFault('credentials', `the source does not take the user or the password (status 401)`);
    case 403:
      return new SourceFault('forbidden', detail);
    case 404:
      return new SourceFault('not_found', detail);
    case 408:
      return new SourceFault('timed_out', detail, retryAfterMs(answer, now));
    case 429:
      return new SourceFault('busy', detail, retryAfterMs(answer, now));
    default:
      if (status >= 500) return new SourceFault('failed', detail, retryAfterMs(answer, now));
      return new SourceFault('refused', detail);
  }
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function retryAfterMs({ headers }: Answer, now: Date): number | null {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** The message inside an error of OData, Odoo, Frappe or Dolibarr; a page of HTML has none. */
function messageIn({ text }: Answer): string {
  const start = text.trimStart().slice(0, 4_000);
  if (start.startsWith('{')) {
    const quoted = /"(?:value|message|exception)"\s*:\s*("(?:[^"\\]|\\.){1,2000}")/.exec(start)?.[1];
    return quoted === undefined ? '' : unquoted(quoted);
  }
  if (start.startsWith('<')) return /<(?:\w+:)?message[^>]{0,200}>([^<]{0,1000})</.exec(start)?.[1] ?? '';
  return start;
}

/** Letters may be written as `\u0417`. */
function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}
