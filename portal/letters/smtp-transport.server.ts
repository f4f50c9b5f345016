import { createTransport } from 'nodemailer';
import type { Delivery, LetterFault } from '#auth/letters/letter-post.ts';
import { toMail } from './letter-transport.server.ts';
import type { LetterTransport } from './letter-transport.server.ts';
import type { MailSettings } from './mail-settings.ts';

/** Shorter than the wait until another program would try the same letter. */
const WHOLE_DELIVERY_MS = 60_000;
const STEP_MS = 15_000;

/** Hands letters to a mail server. The library's own log, which would hold what was said, is off. */
export function createSmtpTransport(settings: MailSettings & { way: 'smtp' }): LetterTransport {
  const { host, port, isTlsFromStart, mustUseTls, login } = settings;
  const mailer = createTransport({
    host,
    port,
    secure: isTlsFromStart,
    requireTLS: mustUseTls,
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    logger: false,
    ...(login !== null && { auth: { user: login.user, pass: login.password } }),
  });
  return {
    way: 'smtp',
    send: async (message) => {
      try {
        await mailer.sendMail({ ...toMail(message), signal: AbortSignal.timeout(WHOLE_DELIVERY_MS) });
        return { ok: true };
      } catch (error) {
        if (error instanceof Error && 'code' in error) return toDelivery(error);
        throw error;
      }
    },
    forget: () => Promise.resolve(), // what was handed over is the mail server's
  };
}

/** RFC 5321 section 4.2.1: what begins with 5 would be refused again. */
const PERMANENT_FROM = 500;

function toDelivery(error: Error & { code: unknown }): Delivery {
  const fault = faultOf(error);
  const isOfLetter = fault === 'address_refused' || fault === 'message_refused';
  const reply = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
  return { ok: false, fault, isFinal: isOfLetter && reply >= PERMANENT_FROM };
}

function faultOf(error: Error & { code: unknown }): LetterFault {
  const command = 'command' in error ? String(error.command) : '';
  switch (error.code) {
    case 'EAUTH':
    case 'ENOAUTH':
      return 'login_refused';
    case 'ETLS':
      return 'no_tls';
    case 'EENVELOPE':
      return command === 'RCPT TO' ? 'address_refused' : 'message_refused';
    case 'EMESSAGE':
      return 'message_refused';
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'EDNS':
    case 'ETIMEDOUT':
    case 'EPROTOCOL':
    case 'EABORT':
      return 'no_connection';
    default:
      return 'other';
  }
}
