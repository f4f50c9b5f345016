/** The smallest runner there is: it needs nothing that a machine of ten megabytes would not have. */
export type Case = { name: string; run: () => Promise<void> };

export type Cases = {
  add: (name: string, run: () => Promise<void>) => void;
  /** A case that can't be tried here; it is told and counted. */
  skip: (name: string, reason: string) => void;
  /** Runs each case once, in order. */
  runAll: (afterEach: () => Promise<void>) => Promise<{ passed: number; failed: number; notRun: number }>;
};

const LIMIT_MS = 60_000;

export function createCases(): Cases {
  const cases: Case[] = [];
  let notRun = 0;
  return {
    add: (name, run) => void cases.push({ name, run }),
    skip: (name, reason) => {
      print(`### not run: ${name} (${reason})`);
      notRun += 1;
    },
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
      return { passed, failed, notRun };
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
