import type { Delivery } from '#auth/letters/letter-post.ts';

/** A letter with its words, ready to be carried. */
export type LetterMessage = {
  /** Of the letter; the same at every try. */
  id: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  writtenAt: Date;
};

/** Carries letters out of the portal. It answers why one did not leave, and throws only where the program is wrong. */
export type LetterTransport = {
  way: 'file' | 'smtp';
  send: (message: LetterMessage) => Promise<Delivery>;
  /** Forgets what it keeps itself of letters that were written before. */
  forget: (before: Date) => Promise<void>;
};

/**
 * The message as the mail library takes it. The address is handed over as one, never as text to be read; what the text
 * says is text, never a file or an address to be fetched. A second delivery has the same Message-ID as the first.
 */
export function toMail({ id, from, to, subject, text, html, writtenAt }: LetterMessage) {
  return {
    from,
    to: { name: '', address: to },
    subject,
    text,
    html,
    date: writtenAt,
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    // RFC 3834 section 5: no machine answers it.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
