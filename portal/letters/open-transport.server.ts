import { join } from 'node:path';
import { createFileTransport } from './file-transport.server.ts';
import type { LetterTransport } from './letter-transport.server.ts';
import type { MailSettings } from './mail-settings.ts';
import { createSmtpTransport } from './smtp-transport.server.ts';

/** The way that the settings name. */
export function openLetterTransport({
  mail,
  dataDir,
}: {
  mail: MailSettings;
  dataDir: string;
}): LetterTransport {
  return mail.way === 'smtp' ? createSmtpTransport(mail) : createFileTransport(join(dataDir, 'letters'));
}
