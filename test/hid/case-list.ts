/** The smallest runner there is: it needs nothing that a machine of ten megabytes would not have. */
export type Case = { name: string; run: () => Promise<void> };

export type Cases = {
  add: (name: string, run: () => Promise<void>) => void;
  /** Runs each case once, in order. */
  runAll: (afterEach: () => Promise<void>) => Promise<{ passed: number; failed: number }>;
};

const LIMIT_MS = 60_000;

export function createCases(): Cases {
  const cases: Case[] = [];
  return {
    add: (name, run) => void cases.push({ name, run }),
    runAll: async (afterEach) => {
      let [passed, failed] = [0, 0];
      for (const one of cases) {
        const startedAt = Date.now();
        const fault = await faultOf(one);
        await afterEach();
        const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
        print(`### ${fault === null ? 'passed' : 'FAILED'} ${one.name} (${seconds} s)`);
        if (fault === null) passed += 1;
        else failed += 1;
        if (fault !== null) print(fault.replaceAll(/^/gm, '###   '));
      }
      return { passed, failed };
    },
  };
}

async function faultOf({ run }: Case): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${LIMIT_MS / 1_000} s`)), LIMIT_MS);
  });
  try {
    await Promise.race([run(), tooLong]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
