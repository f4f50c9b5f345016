import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** What the browser reports when it goes to a page without its animation, as a busy machine makes it do. */
const TRANSITION_LEFT_OUT = /^(AbortError|InvalidStateError|TimeoutError): Transition was (aborted|skipped)/;

/**
 * What a browser writes when all is well: a refusal that a story is about (the browser names every answer of 400 to
 * 499), and its advice to ask old keys for RS256, which the portal's rules do not allow.
 */
const HARMLESS = [
  /^Failed to load resource: the server responded with a status of 4\d\d /,
  /publicKey\.pubKeyCredParams is missing at least one of the default algorithm identifiers/,
];

/**
 * Collects everything that a browser complains of: errors and warnings in its console, breaches of the content policy
 * and of Trusted Types (Chromium writes both there), and errors that no script caught.
 */
export function collectFaults(context: BrowserContext, faults: string[]): void {
  context.on('console', (message) => {
    if (isFault(message)) faults.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
  });
  context.on('weberror', (webError) => {
    const text = String(webError.error());
    if (!TRANSITION_LEFT_OUT.test(text)) faults.push(`${webError.page()?.url() ?? ''}: ${text}`);
  });
}

function isFault(message: ConsoleMessage): boolean {
  if (!['error', 'warning', 'assert'].includes(message.type())) return false;
  return !HARMLESS.some((known) => known.test(message.text()));
}
