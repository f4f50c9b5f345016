import { spawn } from 'node:child_process';
import { AgentError } from '../errors.ts';

/** How long a program that opens pages may take to say that it could not. */
const SETTLED_MS = 3_000;

/**
 * Opens a page in the user's browser, without a shell.
 * @param browser a program to use in place of the system's own
 * @throws AgentError `window_not_opened`
 */
export async function openPage(url: string, browser: string | undefined): Promise<void> {
  const [command, args] = browser === undefined ? systemCommand(url) : [browser, [url]];
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new AgentError('window_not_opened', why));
    // A browser that was started by it may keep the program alive; then no news is good news.
    const timer = setTimeout(resolve, SETTLED_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => (code === 0 ? resolve() : fail(`${command} ended with ${code}`)));
    child.once('exit', () => clearTimeout(timer));
    child.once('error', () => clearTimeout(timer));
  });
  child.unref();
}

function systemCommand(url: string): [string, string[]] {
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  if (process.platform === 'darwin') return ['open', [url]];
  return ['xdg-open', [url]];
}
