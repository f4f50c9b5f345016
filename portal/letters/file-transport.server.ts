import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { toMail } from './letter-transport.server.ts';
import type { LetterTransport } from './letter-transport.server.ts';

const ENDING = '.eml';

/**
 * Writes letters as files that any mail program opens, for an installation without a mail server: nobody else can read
 * them, and a letter that is sent twice is one file.
 */
export function createFileTransport(folder: string): LetterTransport {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    way: 'file',
    send: async (message) => {
      const { message: mime } = await composer.sendMail(toMail(message));
      if (!Buffer.isBuffer(mime)) throw new Error('the composer was asked for a buffer');
      try {
        await store(folder, `${message.id}${ENDING}`, mime);
        return { ok: true };
      } catch (error) {
        if (error instanceof Error && 'code' in error)
          return { ok: false, fault: 'file_not_written', isFinal: false };
        throw error;
      }
    },
    forget: (before) => removeOlder(folder, before),
  };
}

/** Whole or not at all, whenever the program ends. */
async function store(folder: string, name: string, mime: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `${name}.part`);
  await writeFile(unfinished, mime, { mode: 0o600 });
  await rename(unfinished, join(folder, name));
}

async function removeOlder(folder: string, before: Date): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(ENDING) && !name.endsWith(`${ENDING}.part`)) continue;
    const file = join(folder, name);
    if ((await stat(file)).mtime < before) await rm(file, { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
