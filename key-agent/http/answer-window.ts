import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { closingPage, windowPage } from '../windows/window-page.ts';
import type { Windows } from '../windows/windows.ts';
import { wordsFor } from '../windows/words.ts';

export type WindowReply = { status: number; headers: Record<string, string>; body: string };

const Form = z.strictObject({
  form: z.string().max(100),
  decision: z.enum(['allow', 'refuse']),
  choice: z.coerce.number().int().min(0).default(0),
});

const NONCE_BYTES = 16;

/** The page of a one-time path; for any other path the same as for no page at all. */
export function showWindow(
  windows: Windows,
  pathToken: string,
  acceptLanguage: string | undefined,
): WindowReply | null {
  const shown = windows.show(pathToken);
  if (shown === null) return null;
  const nonce = newNonce();
  return reply(200, windowPage(shown, wordsFor(acceptLanguage), nonce), nonce);
}

/** What the holder decided in it. */
export function answerWindow(
  windows: Windows,
  body: string,
  acceptLanguage: string | undefined,
): WindowReply {
  const words = wordsFor(acceptLanguage);
  const nonce = newNonce();
  const form = Form.safeParse(Object.fromEntries(new URLSearchParams(body)));
  const isAllowed = form.success && form.data.decision === 'allow';
  const isTaken = form.success && windows.answer(form.data.form, { isAllowed, choice: form.data.choice });
  if (!isTaken) return reply(410, closingPage(words.gone, words, nonce), nonce);
  return reply(200, closingPage(isAllowed ? words.allowed : words.refused, words, nonce), nonce);
}

function reply(status: number, body: string, nonce: string): WindowReply {
  return { status, body, headers: pageHeaders(nonce) };
}

/** `same-origin` as the referrer policy: under `no-referrer` Chromium sends a form with the origin "null". */
function pageHeaders(nonce: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
}

function newNonce(): string {
  return randomBytes(NONCE_BYTES).toString('base64');
}
