const STEP_MS = 60_000;
/** More sessions than are refused something within a minute; beyond it the one written longest ago is forgotten. */
const MOST_SUBJECTS = 10_000;

export type RefusalCounter = {
  /**
   * Whether a refusal is written down, by the one before it of the same subject.
   * @returns how many were left out since then; null when this one is left out too
   */
  admit: (subject: string, at: Date) => number | null;
};

/** Lets one refusal a minute and subject into the log and counts the others, so that nobody can fill it. */
export function createRefusalCounter(): RefusalCounter {
  const written = new Map<string, { atMs: number; leftOut: number }>();
  return {
    admit(subject, at) {
      const last = written.get(subject);
      if (last !== undefined && Math.abs(at.getTime() - last.atMs) < STEP_MS) {
        last.leftOut += 1;
        return null;
      }
      written.delete(subject);
      const [oldest] = written.keys();
      if (oldest !== undefined && written.size >= MOST_SUBJECTS) written.delete(oldest);
      written.set(subject, { atMs: at.getTime(), leftOut: 0 });
      return last?.leftOut ?? 0;
    },
  };
}
