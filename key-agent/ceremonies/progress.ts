/** What the page may tell its user while it waits. It says nothing about devices. */
export type Stage = 'working' | 'plug_in' | 'choose' | 'confirm' | 'touch';

export type Progress = {
  begin: (asked: { txn: string; origin: string }) => (stage: Stage) => void;
  end: (txn: string) => void;
  /** Null for what has ended, never was, or was asked by another portal's page. */
  find: (asked: { txn: string; origin: string }) => Stage | null;
};

export function createProgress(): Progress {
  const stages = new Map<string, { origin: string; stage: Stage }>();
  return {
    begin: ({ txn, origin }) => {
      stages.set(txn, { origin, stage: 'working' });
      return (stage) => void stages.set(txn, { origin, stage });
    },
    end: (txn) => void stages.delete(txn),
    find: ({ txn, origin }) => {
      const known = stages.get(txn);
      return known?.origin === origin ? known.stage : null;
    },
  };
}
