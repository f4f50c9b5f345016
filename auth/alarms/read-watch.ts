/**
 * Notices somebody of the staff who opens many customers' pages in a short time (ADM-08): taking a copy looks like that,
 * work does not. Counted in memory; a restart begins anew.
 */

/** Different customers within so many minutes. A manager on the telephone opens a few in ten minutes. */
const MOST_CUSTOMERS = 30;
const MINUTES = 10;
const MINUTE_MS = 60_000;

export type ReadWatch = {
  /** @returns whether it is more than work: told once, then counted anew */
  note: (read: { holderId: string; accountId: string; at: Date }) => boolean;
};

/** The staff are a few hundred at most, so that memory follows from `MOST_CUSTOMERS`. */
export function createReadWatch(): ReadWatch {
  const readsOf = new Map<string, Map<string, number>>();
  return {
    note({ holderId, accountId, at }) {
      const sinceMs = at.getTime() - MINUTES * MINUTE_MS;
      const reads = new Map([...(readsOf.get(holderId) ?? [])].filter(([, readAtMs]) => readAtMs > sinceMs));
      reads.set(accountId, at.getTime());
      const isMany = reads.size > MOST_CUSTOMERS;
      if (isMany) readsOf.delete(holderId);
      else readsOf.set(holderId, reads);
      return isMany;
    },
  };
}
