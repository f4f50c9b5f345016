/** A hand that plugs fobs in and out, in another process. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FobCommand, FobKind } from './fob-command.ts';

export type PluggedFob = {
  unplug: () => Promise<void>;
  /** Takes it out in place of the answer to a report: the first from now is number 1. */
  unplugAtReport: (report: number) => Promise<void>;
  /** Its holder keeps a finger on it. */
  touch: () => Promise<void>;
  countOpens: () => Promise<number>;
};

export type FobBox = {
  plug: (kind: FobKind, options?: Record<string, unknown>) => Promise<PluggedFob>;
  /** Unplugs whatever is still plugged in. */
  empty: () => Promise<void>;
  close: () => Promise<void>;
};

type Answer = { id: number; fob?: number; opens?: number };

export function openFobBox(program: string): FobBox {
  // Each fob parks one thread of the pool, and there are four unless asked for.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '32' };
  const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (answer: Answer) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer: Answer = JSON.parse(line);
    waiting.get(answer.id)?.(answer);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const plugged = new Set<number>();
  let count = 0;
  const tell = (command: FobCommand) => {
    count += 1;
    child.stdin.write(`${JSON.stringify({ id: count, ...command })}\n`);
    return new Promise<Answer>((resolve) => waiting.set(count, resolve));
  };
  return {
    plug: async (kind, options = {}) => {
      const { fob = 0 } = await tell({ do: 'plug', kind, options });
      plugged.add(fob);
      return {
        unplug: async () => void (plugged.delete(fob) && (await tell({ do: 'unplug', fob }))),
        unplugAtReport: async (report) => void (await tell({ do: 'unplug_at_report', fob, report })),
        touch: async () => void (await tell({ do: 'touch', fob })),
        countOpens: async () => (await tell({ do: 'count_opens', fob })).opens ?? -1,
      };
    },
    empty: async () => {
      for (const fob of plugged) await tell({ do: 'unplug', fob });
      plugged.clear();
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
