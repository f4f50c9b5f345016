const STEP_MS = 60_000;
/** More sessions than are refused something within a minute; beyond it the one written longest ago is forgotten. */
const MOST_SUBJECTS = 10_000;

/** A refusal that stands for `others` of the same subject that were not written. */
export type CountedRefusal<Event> = { event: Event; others: number };

export type RefusalCounter<Event extends { at: Date }> = {
  /** @returns what is written now: nothing, the refusal itself, or besides what would else be forgotten for it */
  admit: (subject: string, event: Event) => CountedRefusal<Event>[];
  /** What was counted and not written, so that it can be: nothing is told of twice. */
  takeLeftOut: () => LeftOut<Event>[];
  /** When it could not be written after all. */
  putBack: (leftOut: readonly LeftOut<Event>[]) => void;
};

export type LeftOut<Event> = { subject: string } & CountedRefusal<Event>;

type Written<Event> = { atMs: number; last: Event; leftOut: number };

/** Lets one refusal a minute and subject into the log and counts the others, so that nobody can fill it. */
export function createRefusalCounter<Event extends { at: Date }>(
  mostSubjects = MOST_SUBJECTS,
): RefusalCounter<Event> {
  const written = new Map<string, Written<Event>>();
  const makeRoom = (): CountedRefusal<Event>[] => {
    const [oldest] = written.entries();
    if (oldest === undefined || written.size < mostSubjects) return [];
    written.delete(oldest[0]);
    return countOf(oldest[1]);
  };
  return {
    admit(subject, event) {
      const known = written.get(subject);
      if (known !== undefined && Math.abs(event.at.getTime() - known.atMs) < STEP_MS) {
        known.last = event;
        known.leftOut += 1;
        return [];
      }
      written.delete(subject);
      const forgotten = makeRoom();
      written.set(subject, { atMs: event.at.getTime(), last: event, leftOut: 0 });
      return [...forgotten, { event, others: known?.leftOut ?? 0 }];
    },
    takeLeftOut() {
      return [...written].flatMap(([subject, known]) => {
        const counts = countOf(known);
        known.leftOut = 0;
        return counts.map((count) => ({ subject, ...count }));
      });
    },
    putBack(leftOut) {
      for (const { subject, event, others } of leftOut) {
        const known = written.get(subject) ?? { atMs: event.at.getTime(), last: event, leftOut: 0 };
        known.leftOut += others + 1;
        written.set(subject, known);
      }
    },
  };
}

/** The last of those left out stands for the others. */
function countOf<Event>({ last, leftOut }: Written<Event>): CountedRefusal<Event>[] {
  return leftOut === 0 ? [] : [{ event: last, others: leftOut - 1 }];
}
