/**
 * Ends the agent that runs for this user, for those who install and remove it. By a note that only this user can write, and
 * not by the program's name: on a PC of several users that would end everybody's.
 */
import { readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const FILE_NAME = 'running.json';
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const PATIENCE_MS = 10_000;
const LOOK_MS = 100;

const Running = z.strictObject({ processId: z.int().min(2), port: z.int().min(1).max(65_535) });

/** Notes that this process is the user's agent. */
export async function noteRunning(folder: string, port: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const note = JSON.stringify({ processId: process.pid, port });
  await writeFile(join(folder, FILE_NAME), note, { mode: PRIVATE_FILE });
}

/** Takes the note away, so that no later program with the same number is taken for the agent. */
export async function forgetRunning(folder: string): Promise<void> {
  await rm(join(folder, FILE_NAME), { force: true });
}

/**
 * Asks the noted process to end and waits until its port is free. A note whose port nobody has is of an agent that is gone
 * without a word: its process number may be anybody's by now, and nobody is ended.
 * @returns `none` where no agent runs; `stays` when it did not end
 */
export async function endRunning(folder: string): Promise<'ended' | 'none' | 'stays'> {
  const running = await readNote(folder);
  if (running === null || !(await isAnswered(running.port))) {
    await forgetRunning(folder);
    return 'none';
  }
  if (!endProcess(running.processId)) return 'none';
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    if (!(await isAnswered(running.port))) {
      await forgetRunning(folder);
      return 'ended';
    }
    await sleep(LOOK_MS);
  }
  return 'stays';
}

async function readNote(folder: string): Promise<z.infer<typeof Running> | null> {
  try {
    const note = Running.safeParse(JSON.parse(await readFile(join(folder, FILE_NAME), 'utf8')));
    return note.success ? note.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** On Windows a process that is asked to end is ended at once. @returns false for one that is gone, or another user's */
function endProcess(processId: number): boolean {
  try {
    return process.kill(processId, 'SIGTERM');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))
      return false;
    throw error;
  }
}

function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
