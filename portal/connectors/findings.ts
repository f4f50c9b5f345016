import type { Problem } from './port.ts';

/** So many are told one by one; of the rest only the number. */
export const FINDINGS_TOLD = 100;

/** What was found wrong or odd in a drop. */
export interface Findings {
  told: readonly Problem[];
  total: number;
}

/** Collects findings without growing with their number. */
export class FindingList implements Findings {
  readonly told: Problem[] = [];
  total = 0;

  add(...problems: readonly Problem[]): void {
    this.total += problems.length;
    this.told.push(...problems.slice(0, FINDINGS_TOLD - this.told.length));
  }
}
