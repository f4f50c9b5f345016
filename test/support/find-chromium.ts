import { accessSync, constants, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuzChromium from '@sparticuz/chromium';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const OWN_COPY = join(fileURLToPath(new URL('../../.build', import.meta.url)), 'chromium');

/**
 * The Chromium that the browser tests run in: CHROMIUM_PATH, the system's, or the one that comes as an npm package
 * (Linux on x64), copied out of the shared temp folder.
 * @throws Error that says what to install, where none of them is to be had
 */
export async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  const found = [...(named === undefined ? [] : [named]), ...SYSTEM_BROWSERS].find(isExecutable);
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('no Chromium found; install one and set CHROMIUM_PATH to its program');
  }
  if (!existsSync(OWN_COPY)) copyFileSync(await sparticuzChromium.executablePath(), OWN_COPY);
  return OWN_COPY;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
